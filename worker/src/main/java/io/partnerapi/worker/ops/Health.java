package io.partnerapi.worker.ops;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether the worker lives and whether it can do its work, as its conditions tell; safe for any thread. */
public final class Health {

    private final List<Condition> live;
    private final List<Condition> ready;

    /**
     * @param live what no waiting mends, such as a dead thread: a process in which one is down should be replaced
     * @param ready what the work needs but may come back by itself, such as a token
     */
    public Health(List<Condition> live, List<Condition> ready) {
        this.live = List.copyOf(live);
        this.ready = List.copyOf(ready);
    }

    /** The conditions of life; one that has not been reported yet does not count against it. */
    public Report liveness() {
        return report(live, state -> state.up() || state.isStarting());
    }

    /** The conditions of work, those of life among them. */
    public Report readiness() {
        List<Condition> all = Stream.concat(live.stream(), ready.stream()).toList();
        return report(all, Condition.State::up);
    }

    private static Report report(List<Condition> conditions, Predicate<Condition.State> well) {
        List<Condition.State> checks = conditions.stream().map(Condition::state).toList();
        return new Report(checks.stream().allMatch(well), checks);
    }

    /** One answer with the conditions it follows from. */
    public record Report(boolean up, List<Condition.State> checks) {

        /** {@code status} and {@code checks}, each with name, status, since and, if there is something to know, reason and advice. */
        public JsonObject json() {
            JsonArray rendered = new JsonArray();
            checks.forEach(check -> rendered.add(json(check)));
            return new JsonObject().put("status", status(up)).put("checks", rendered);
        }

        private static JsonObject json(Condition.State check) {
            JsonObject json = new JsonObject()
                    .put("name", check.name())
                    .put("status", status(check.up()))
                    .put("since", check.since().toString());
            return check.reason().isEmpty()
                    ? json
                    : json.put("reason", check.reason()).put("advice", check.advice());
        }

        private static String status(boolean up) {
            return up ? "UP" : "DOWN";
        }
    }
}
