package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What one JSON value must be; each function rejects with a {@link Violation} and converts nothing silently. */
final class Values {
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z");
    private static final Pattern DURATION = Pattern.compile(
            "P(?=[0-9T])(?:\\d{1,7}D)?(?:T(?=\\d)(?:\\d{1,7}H)?(?:\\d{1,7}M)?(?:\\d{1,7}(?:\\.\\d{1,9})?S)?)?");

    private Values() {}

    /** As {@link ExactJson} has put it there. */
    static JsonBody body(JsonNode node) {
        return (JsonBody) ((POJONode) node).getPojo();
    }

    static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw Violation.of("must be a string");
        }
        return node.textValue();
    }

    static Instant instant(JsonNode node) {
        String text = text(node);
        if (INSTANT.matcher(text).matches()) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw Violation.of("is a date that does not exist");
            }
        }
        throw Violation.of("must be an instant in UTC such as 2026-01-31T12:00:00Z, with 0 to 9 fraction digits");
    }

    static Duration duration(JsonNode node) {
        String text = text(node);
        if (!DURATION.matcher(text).matches()) {
            throw Violation.of("must be a duration in days, hours, minutes and seconds such as PT90S or P1DT12H");
        }
        return Duration.parse(text);
    }

    static BinaryBody base64(JsonNode node) {
        String text = text(node);
        if (text.length() % 4 != 0) {
            throw Violation.of("must be Base64 with padding");
        }
        try {
            return BinaryBody.ofBase64(text);
        } catch (IllegalArgumentException e) {
            throw Violation.of("must be Base64 with padding, in the standard alphabet, without line breaks");
        }
    }

    static long count(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw Violation.of("must be a whole number from 0 to " + Long.MAX_VALUE);
        }
        return node.longValue();
    }

    static int smallCount(JsonNode node) {
        long value = count(node);
        if (value > Integer.MAX_VALUE) {
            throw Violation.of("must be a whole number from 0 to " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    static int httpStatus(JsonNode node) {
        long value = count(node);
        if (value < 100 || value > 599) {
            throw Violation.of("must be an HTTP status from 100 to 599");
        }
        return (int) value;
    }

    /** One of these constants, by its spelling on the wire. */
    static <E extends Enum<E>> Function<JsonNode, E> oneOf(E[] constants, Function<E, String> spelling) {
        return node -> {
            String text = text(node);
            for (E constant : constants) {
                if (spelling.apply(constant).equals(text)) {
                    return constant;
                }
            }
            throw Violation.of(
                    "must be one of " + Arrays.stream(constants).map(spelling).toList());
        };
    }

    static <T> Function<JsonNode, T> object(Function<Fields, T> read) {
        return node -> read.apply(new Fields(node));
    }

    static <T> Function<JsonNode, List<T>> list(Function<JsonNode, T> read) {
        return node -> {
            if (!node.isArray()) {
                throw Violation.of("must be an array");
            }
            List<T> values = new ArrayList<>(node.size());
            for (JsonNode item : node) {
                try {
                    values.add(read.apply(item));
                } catch (Violation violation) {
                    throw violation.below(String.valueOf(values.size()));
                }
            }
            return values;
        };
    }

    static <T> Function<JsonNode, Map<String, T>> map(Function<JsonNode, T> read) {
        return node -> {
            Fields fields = new Fields(node);
            Map<String, T> values = new LinkedHashMap<>();
            node.properties().forEach(field -> values.put(field.getKey(), fields.required(field.getKey(), read)));
            return values;
        };
    }

    /** A string, or an array of strings. */
    static List<String> oneOrMoreTexts(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        if (!node.isArray()) {
            throw Violation.of("must be a string or an array of strings");
        }
        return list(Values::text).apply(node);
    }
}
