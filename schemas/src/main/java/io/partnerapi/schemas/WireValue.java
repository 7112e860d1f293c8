package io.partnerapi.schemas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the codecs share: from any bytes to an answer. */
final class WireValue {
    private WireValue() {}

    static <T> Decoded<T> decode(byte @Nullable [] value, int maxBytes, Function<Fields, T> read) {
        if (value == null) {
            return new Decoded.Malformed<>("The record has no value.", "", null);
        }
        try {
            return new Decoded.Valid<>(read.apply(new Fields(ExactJson.envelope(value, maxBytes))));
        } catch (Violation violation) {
            return new Decoded.Malformed<>(violation.problem(), violation.pointer(), readableId(value));
        }
    }

    /** The id, if the value is JSON at least up to it and has only one, so that the sender can be answered. */
    private static @Nullable String readableId(byte[] value) {
        String id = null;
        try (JsonParser parser = ExactJson.lenientParser(value)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = parser.currentName().equals(CommandCodec.ID);
                if (isId && id != null) {
                    return null;
                }
                if (parser.nextToken() == JsonToken.VALUE_STRING && isId) {
                    id = parser.getText();
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return validOrNull(id);
        }
        return validOrNull(id);
    }

    private static @Nullable String validOrNull(@Nullable String id) {
        return id != null && CommandRules.isId(id) ? id : null;
    }
}
