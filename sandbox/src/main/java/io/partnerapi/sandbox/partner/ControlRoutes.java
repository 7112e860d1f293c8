package io.partnerapi.sandbox.partner;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** The control port: reads the ledger, changes rules and faults. Its reference is {@code sandbox/CONTROL.md}. */
final class ControlRoutes {
    /** The most ledger lines in one answer. */
    static final int MAX_LINES = 10_000;

    private static final int DEFAULT_LINES = 1_000;

    private final Ledger ledger;
    private final Controls controls;

    ControlRoutes(Ledger ledger, Controls controls) {
        this.ledger = ledger;
        this.controls = controls;
    }

    void addTo(Router router) {
        router.route().handler(Bodies.limited());
        router.get("/health").handler(json(request -> new JsonObject().put("status", "UP")));
        router.get("/summary").handler(json(request -> summary()));
        router.get("/ledger").handler(this::lines);
        router.get("/settings").handler(json(request -> RulesJson.write(controls.rules())));
        router.post("/settings").handler(json(this::change));
        router.get("/faults").handler(json(request -> faults()));
        router.post("/faults").handler(json(this::inject));
        router.delete("/faults").handler(json(request -> clear()));
        router.post("/tokens/revoke")
                .handler(json(request -> new JsonObject().put("revoked", controls.revokeTokens())));
        router.route().handler(context -> write(context, 404, error("no such path; CONTROL.md lists them")));
    }

    private JsonObject summary() {
        Ledger.Totals totals = ledger.totals();
        return new JsonObject()
                .put("requests", totals.requests())
                .put("calls", totals.calls())
                .put("tokenRequests", totals.tokenRequests())
                .put("tokensIssued", totals.tokensIssued())
                .put("effects", totals.effects())
                .put("worstWindow", totals.worstWindow())
                .put("settings", RulesJson.write(controls.rules()));
    }

    private void lines(RoutingContext context) {
        try {
            long since = number(context, "since", 0, 0, Long.MAX_VALUE);
            int limit = (int) number(context, "limit", DEFAULT_LINES, 1, MAX_LINES);
            List<LedgerEntry> entries = ledger.entriesAfter(since, limit);
            Buffer lines = Buffer.buffer();
            entries.forEach(entry ->
                    lines.appendBuffer(LedgerJson.write(entry).toBuffer()).appendByte((byte) '\n'));
            long next =
                    entries.isEmpty() ? since : entries.get(entries.size() - 1).seq();
            context.response()
                    .putHeader("Content-Type", "application/x-ndjson")
                    .putHeader("X-Next-Since", String.valueOf(next))
                    .end(lines);
        } catch (IllegalArgumentException e) {
            write(context, 400, error(String.valueOf(e.getMessage())));
        }
    }

    private JsonObject change(RoutingContext context) {
        JsonObject change = Bodies.required(context);
        return RulesJson.write(controls.rules(rules -> RulesJson.apply(change, rules)));
    }

    private JsonObject inject(RoutingContext context) {
        controls.inject(FaultJson.read(Bodies.required(context)));
        return faults();
    }

    private JsonObject clear() {
        controls.clearFaults();
        return faults();
    }

    private JsonObject faults() {
        JsonArray all = new JsonArray();
        controls.faults().forEach(fault -> all.add(FaultJson.write(fault)));
        return new JsonObject().put("faults", all);
    }

    private static Handler<RoutingContext> json(Function<RoutingContext, JsonObject> answer) {
        return context -> {
            try {
                write(context, 200, answer.apply(context));
            } catch (IllegalArgumentException e) {
                write(context, 400, error(String.valueOf(e.getMessage())));
            }
        };
    }

    private static JsonObject error(String message) {
        return new JsonObject().put("error", message);
    }

    private static void write(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }

    private static long number(RoutingContext context, String key, long otherwise, long min, long max) {
        String text = context.queryParams().get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " = " + text + ": must be a whole number", e);
        }
        throw new IllegalArgumentException(key + " = " + text + ": must lie between " + min + " and " + max);
    }
}
