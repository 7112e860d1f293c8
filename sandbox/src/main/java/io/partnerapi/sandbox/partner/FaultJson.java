package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.Fields;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Faults as JSON: what they are limited to, and one word for what happens. */
final class FaultJson {
    private static final Set<String> FAULT = Set.of(
            "endpoint",
            "method",
            "path",
            "share",
            "times",
            "processed",
            "action",
            "status",
            "headers",
            "body",
            "time",
            "bytes");

    private enum Action {
        ANSWER,
        HANG,
        RESET,
        REFUSE_STREAM,
        SLOW_BODY,
        OVERSIZED_BODY
    }

    private FaultJson() {}

    static Fault read(JsonObject json) {
        Fields fields = new Fields(json, FAULT);
        fields.required("action");
        return new Fault(
                fields.oneOf("endpoint", Endpoint.class, Endpoint.API),
                fields.text("method"),
                pattern(fields.text("path", "")),
                fields.decimal("share", 1),
                fields.integer("times", 0),
                fields.bool("processed", false),
                action(fields, json));
    }

    static JsonObject write(Fault fault) {
        return new JsonObject()
                .put("endpoint", fault.endpoint().name())
                .put("method", fault.method())
                .put("path", fault.path().pattern())
                .put("share", fault.share())
                .put("times", fault.times())
                .put("processed", fault.processed())
                .put("action", fault.action().name());
    }

    private static FaultAction action(Fields fields, JsonObject json) {
        return switch (fields.oneOf("action", Action.class, Action.ANSWER)) {
            case ANSWER -> answer(fields, json);
            case HANG -> new FaultAction.Hang();
            case RESET -> new FaultAction.Reset();
            case REFUSE_STREAM -> new FaultAction.RefuseStream();
            case SLOW_BODY -> new FaultAction.SlowBody(fields.requiredDuration("time"));
            case OVERSIZED_BODY -> new FaultAction.OversizedBody(fields.requiredInteger("bytes"));
        };
    }

    /** The body may be a string, sent as it is, or any other JSON. */
    private static FaultAction answer(Fields fields, JsonObject json) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (json.getValue("headers") instanceof JsonObject given) {
            given.forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
        }
        Object body = json.getValue("body");
        if (body instanceof JsonObject object) {
            headers.putIfAbsent("Content-Type", "application/json");
            return new FaultAction.Answer(fields.requiredInteger("status"), headers, object.encode());
        }
        return new FaultAction.Answer(fields.requiredInteger("status"), headers, body == null ? "" : body.toString());
    }

    private static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "path = " + expression + ": not a regular expression: " + e.getDescription(), e);
        }
    }
}
