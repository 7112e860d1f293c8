package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param number pages from 0
 * @param limit entries on a page
 */
public record Page(int number, int limit) {
    /** The most entries on a page. */
    public static final int MAX_LIMIT = 200;

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_NUMBER = 1_000_000;

    /** From the query parameters {@code page} and {@code limit}, with an error that names the bad one. */
    public static Page parse(@Nullable String page, @Nullable String limit) {
        return new Page(number("page", page, 0, 0, MAX_NUMBER), number("limit", limit, DEFAULT_LIMIT, 1, MAX_LIMIT));
    }

    /** This part of {@code all}, written under {@code name} beside the page's numbers. */
    <T> JsonObject of(String name, List<T> all, Function<T, JsonObject> json) {
        JsonArray entries = new JsonArray();
        all.stream().skip((long) number * limit).limit(limit).map(json).forEach(entries::add);
        return new JsonObject()
                .put(name, entries)
                .put("page", number)
                .put("limit", limit)
                .put("totalCount", all.size());
    }

    private static int number(String key, @Nullable String value, int otherwise, int min, int max) {
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " = " + value + ": must be a whole number", e);
        }
        throw new IllegalArgumentException(key + " = " + value + ": must lie between " + min + " and " + max);
    }
}
