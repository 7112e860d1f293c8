package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Typed reads of a JSON object; every refusal is an {@link IllegalArgumentException} that names key, value and rule. */
public final class Fields {
    private final JsonObject object;

    /** Reads {@code object}, which may have no other keys than these. */
    public Fields(JsonObject object, Set<String> known) {
        this.object = object;
        for (String key : object.fieldNames()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        key + ": unknown; known are " + known.stream().sorted().toList());
            }
        }
    }

    public boolean has(String key) {
        return object.getValue(key) != null;
    }

    public @Nullable String text(String key) {
        return read(key, String.class, text -> true, "a string");
    }

    public String text(String key, String otherwise) {
        String value = text(key);
        return value == null ? otherwise : value;
    }

    /** A string that must be there and not be blank. */
    public String required(String key) {
        String value = read(present(key), String.class, text -> !text.isBlank(), "a string that is not blank");
        return String.valueOf(value);
    }

    public int integer(String key, int otherwise) {
        Integer value = read(key, Integer.class, number -> true, "a whole number");
        return value == null ? otherwise : value;
    }

    public int requiredInteger(String key) {
        return integer(present(key), 0);
    }

    public Duration requiredDuration(String key) {
        return duration(present(key), Duration.ZERO);
    }

    public double decimal(String key, double otherwise) {
        Number value = read(key, Number.class, number -> true, "a number");
        return value == null ? otherwise : value.doubleValue();
    }

    public boolean bool(String key, boolean otherwise) {
        Boolean value = read(key, Boolean.class, truth -> true, "true or false");
        return value == null ? otherwise : value;
    }

    /** An ISO 8601 duration such as {@code PT0.2S}. */
    public Duration duration(String key, Duration otherwise) {
        String value = text(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    key + " = " + value + ": must be an ISO 8601 duration such as PT0.2S or PT5M", e);
        }
    }

    /** A name of this enum, in any case. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type, E otherwise) {
        String value = text(key);
        if (value == null) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                key + " = " + value + ": must be one of " + List.of(type.getEnumConstants()));
    }

    public @Nullable JsonObject object(String key) {
        return read(key, JsonObject.class, json -> true, "an object");
    }

    /** The fields of an object, which may have no other keys than these; without any if it is missing. */
    public Fields object(String key, Set<String> known) {
        JsonObject value = object(key);
        return new Fields(value == null ? new JsonObject() : value, known);
    }

    /** A list whose every element is of this type; empty if it is missing. */
    public <T> List<T> list(String key, Class<T> type, int max) {
        JsonArray array = read(key, JsonArray.class, json -> json.size() <= max, "a list of at most " + max);
        List<T> found = new ArrayList<>();
        if (array != null) {
            for (int i = 0; i < array.size(); i++) {
                Object element = array.getValue(i);
                if (!type.isInstance(element)) {
                    throw new IllegalArgumentException(
                            key + "[" + i + "]: must be a JSON " + (type == String.class ? "string" : "object"));
                }
                found.add(type.cast(element));
            }
        }
        return found;
    }

    private String present(String key) {
        if (!has(key)) {
            throw new IllegalArgumentException(key + ": missing");
        }
        return key;
    }

    private <T> @Nullable T read(String key, Class<T> type, Predicate<T> rule, String wanted) {
        Object value = object.getValue(key);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value) || !rule.test(type.cast(value))) {
            throw new IllegalArgumentException(key + " = " + value + ": must be " + wanted);
        }
        return type.cast(value);
    }
}
