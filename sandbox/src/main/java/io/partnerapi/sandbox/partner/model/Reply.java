package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer before it is written.
 *
 * @param status HTTP status
 * @param headers headers beside the content type
 * @param body JSON body
 * @param effect what the request changed, such as {@code card-issued card-17}, or null for nothing
 */
public record Reply(
        int status,
        Map<String, List<String>> headers,
        JsonObject body,
        @Nullable String effect) {

    public static Reply ok(JsonObject body) {
        return new Reply(200, Map.of(), body, null);
    }

    /** A 200 for a request that changed something. */
    public static Reply changed(String effect, JsonObject body) {
        return new Reply(200, Map.of(), body, effect);
    }

    public static Reply badRequest(String message) {
        return error(400, "BAD_REQUEST", message);
    }

    public static Reply notFound(String message) {
        return error(404, "NOT_FOUND", message);
    }

    public static Reply conflict(String code, String message) {
        return error(409, code, message);
    }

    public static Reply error(int status, String code, String message) {
        return new Reply(
                status,
                Map.of(),
                new JsonObject().put("status", status).put("code", code).put("message", message),
                null);
    }

    public Reply withHeader(String name, List<String> values) {
        Map<String, List<String>> all = new LinkedHashMap<>(headers);
        all.put(name, values);
        return new Reply(status, all, body, effect);
    }
}
