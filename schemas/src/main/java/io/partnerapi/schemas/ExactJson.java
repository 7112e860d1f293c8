package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads and writes JSON without changing it: numbers keep every digit, and what is ambiguous is not read. */
public final class ExactJson {
    private ExactJson() {}

    /** The JSON value of these UTF-8 bytes; empty when they are not one value that can be written again unchanged. */
    public static Optional<JsonNode> read(byte[] value) {
        throw new UnsupportedOperationException();
    }

    /** The value as UTF-8 bytes. */
    public static byte[] write(JsonNode value) {
        throw new UnsupportedOperationException();
    }
}
