package io.partnerapi.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A body that is JSON: immutable, with every number as it was written, compared by its text, hidden from {@code toString}.
 * Whitespace between its tokens is left out.
 */
public final class JsonBody {
    private final String json;

    /** @param json without whitespace between its tokens, and checked */
    JsonBody(String json) {
        this.json = json;
    }

    /** The one JSON value that these UTF-8 bytes are, or the first rule that they break, without a word of theirs; never throws. */
    public static Decoded<JsonBody> read(byte[] utf8) {
        try {
            return new Decoded.Valid<>(ExactJson.body(utf8));
        } catch (Violation violation) {
            return new Decoded.Malformed<>(violation.withoutPlace().problem(), "", null);
        }
    }

    /**
     * The body of this tree.
     *
     * @throws IllegalArgumentException naming the rule that it breaks: a limit, or half a surrogate pair
     */
    public static JsonBody of(JsonNode tree) {
        return ExactJson.body(ExactJson.write(tree));
    }

    /** The body as UTF-8 bytes. */
    public byte[] toByteArray() {
        return json.getBytes(UTF_8);
    }

    /**
     * The body as a tree, for those who look into it; its numbers are compared and computed with, and may be written in another
     * way.
     *
     * @throws IllegalArgumentException if it holds a number whose exponent is too large for a {@link java.math.BigDecimal}
     */
    public JsonNode toTree() {
        return ExactJson.tree(json);
    }

    String text() {
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonBody that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.length() + " characters of JSON";
    }
}
