package io.partnerapi.sandbox.partner;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;

/** Reads request bodies. */
final class Bodies {
    /** The largest body read; a larger one answers 413. */
    static final long MAX_BYTES = 1024 * 1024;

    private Bodies() {}

    static BodyHandler limited() {
        return BodyHandler.create(false).setBodyLimit(MAX_BYTES);
    }

    /** The body, if it is a JSON object. */
    static Optional<JsonObject> json(RoutingContext context) {
        Buffer content = context.body().buffer();
        if (content == null) {
            return Optional.empty();
        }
        try {
            return Json.decodeValue(content) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    /** The body, which must be a JSON object. */
    static JsonObject required(RoutingContext context) {
        return json(context).orElseThrow(() -> new IllegalArgumentException("body: must be a JSON object, such as {}"));
    }
}
