package io.partnerapi.schemas;

import org.jspecify.annotations.Nullable;

/** Reads and writes the value of a {@link Result} record. */
public final class ResultCodec {

    /** The value, or what is wrong with the bytes; never throws. */
    public Decoded<Result> decode(byte @Nullable [] value) {
        return new Decoded.Malformed<>("Not implemented.", "", null);
    }

    /** The value as UTF-8 JSON. */
    public byte[] encode(Result value) {
        throw new UnsupportedOperationException();
    }
}
