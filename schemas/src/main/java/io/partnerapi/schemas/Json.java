package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object under construction; a field whose value is null is left out. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode object = NODES.objectNode();

    Json put(String name, @Nullable Object value) {
        return value == null ? this : put(name, NODES.textNode(value.toString()));
    }

    Json put(String name, @Nullable Number value) {
        return value == null ? this : put(name, NODES.numberNode(value.longValue()));
    }

    Json put(String name, @Nullable JsonNode value) {
        if (value != null) {
            object.set(name, value);
        }
        return this;
    }

    Json put(String name, @Nullable JsonBody value) {
        return value == null ? this : put(name, NODES.rawValueNode(new RawValue(value.text())));
    }

    <T> Json put(String name, List<T> values, Function<T, JsonNode> write) {
        ArrayNode array = NODES.arrayNode(values.size());
        values.forEach(value -> array.add(write.apply(value)));
        return put(name, array);
    }

    <T> Json put(String name, Map<String, T> values, Function<T, JsonNode> write) {
        ObjectNode map = NODES.objectNode();
        values.forEach((key, value) -> map.set(key, write.apply(value)));
        return put(name, map);
    }

    static JsonNode texts(List<String> texts) {
        ArrayNode array = NODES.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    static JsonNode text(String text) {
        return NODES.textNode(text);
    }

    ObjectNode node() {
        return object;
    }

    byte[] bytes() {
        return ExactJson.write(object);
    }
}
