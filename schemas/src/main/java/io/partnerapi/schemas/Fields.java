package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object; a violation in a field gets the field's name put before its pointer. */
final class Fields {
    private final JsonNode object;

    /** Rejects anything that is not an object. */
    Fields(JsonNode node) {
        if (!node.isObject()) {
            throw Violation.of("must be a JSON object");
        }
        this.object = node;
    }

    /** Rejects a field with any other name. */
    Fields only(Set<String> names) {
        for (var field : object.properties()) {
            if (!names.contains(field.getKey())) {
                throw Violation.at(field.getKey(), "is not a field here; the fields are " + new TreeSet<>(names));
            }
        }
        return this;
    }

    <T> T required(String name, Function<JsonNode, T> read) {
        T value = optional(name, read);
        if (value == null) {
            throw Violation.at(name, "is required");
        }
        return value;
    }

    <T> @Nullable T optional(String name, Function<JsonNode, T> read) {
        JsonNode node = object.get(name);
        if (node == null) {
            return null;
        }
        try {
            return read.apply(node);
        } catch (Violation violation) {
            throw violation.below(name);
        }
    }

    <T> T optional(String name, Function<JsonNode, T> read, T absent) {
        T value = optional(name, read);
        return value == null ? absent : value;
    }
}
