package io.partnerapi.schemas;

import org.jspecify.annotations.Nullable;

/** Reads and writes the value of a {@link Command} record. */
public final class CommandCodec {

    /** The value, or what is wrong with the bytes; never throws. */
    public Decoded<Command> decode(byte @Nullable [] value) {
        return new Decoded.Malformed<>("Not implemented.", "", null);
    }

    /** The value as UTF-8 JSON. */
    public byte[] encode(Command value) {
        throw new UnsupportedOperationException();
    }
}
