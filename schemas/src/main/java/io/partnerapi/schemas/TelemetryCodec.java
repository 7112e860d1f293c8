package io.partnerapi.schemas;

import org.jspecify.annotations.Nullable;

/** Reads and writes the value of a {@link Telemetry} record. */
public final class TelemetryCodec {

    /** The value, or what is wrong with the bytes; never throws. */
    public Decoded<Telemetry> decode(byte @Nullable [] value) {
        return new Decoded.Malformed<>("Not implemented.", "", null);
    }

    /** The value as UTF-8 JSON. */
    public byte[] encode(Telemetry value) {
        throw new UnsupportedOperationException();
    }
}
