package io.partnerapi.worker.status;

import io.partnerapi.schemas.TokenQuota;
import io.partnerapi.worker.breaker.BreakerView;
import io.partnerapi.worker.budget.BudgetSettings;
import io.partnerapi.worker.budget.BudgetUse;
import io.partnerapi.worker.cluster.ClusterSettings;
import io.partnerapi.worker.cluster.Peer;
import io.partnerapi.worker.intake.IntakeView;
import io.partnerapi.worker.intake.LastingFault;
import io.partnerapi.worker.intake.PartitionFault;
import io.partnerapi.worker.pipeline.CommandView;
import io.partnerapi.worker.pipeline.Failures.Failure;
import io.partnerapi.worker.token.TokenView;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /status} tells of a running worker and its cluster: {@code status.schema.json} describes it. No secrets and
 * no bodies; ids and keys only of commands that are asked for by them. May be asked on any event loop.
 */
public final class StatusDetails implements Function<MultiMap, Future<JsonObject>> {
    /** Commands of one key that are told of. */
    private static final int MOST_TOLD = 100;

    private final Parts parts;
    private final ClusterSettings cluster;
    private final BudgetSettings budget;
    private final Clock clock;

    public StatusDetails(Parts parts, ClusterSettings cluster, BudgetSettings budget, Clock clock) {
        this.parts = parts;
        this.cluster = cluster;
        this.budget = budget;
        this.clock = clock;
    }

    /** @param parameters {@code id} and {@code key} ask where those commands stand */
    @Override
    public Future<JsonObject> apply(MultiMap parameters) {
        Instant now = clock.instant();
        String id = parameters.get("id");
        String key = parameters.get("key");
        return parts.pipelines().commands(now).map(commands -> {
            Reasons reasons = new Reasons(
                    parts.tokens().view(),
                    parts.budget().use(),
                    parts.breakers().views(),
                    now);
            JsonObject told = json(commands, reasons, now);
            if (id != null || key != null) {
                List<CommandView> found = commands.stream()
                        .filter(command ->
                                (id == null || id.equals(command.id())) && (key == null || key.equals(command.key())))
                        .limit(MOST_TOLD)
                        .toList();
                told.put("found", array(found, command -> command(command, reasons)));
            }
            return told;
        });
    }

    private JsonObject json(List<CommandView> commands, Reasons reasons, Instant now) {
        return new JsonObject()
                .put("now", now.toString())
                .put("cluster", cluster())
                .put("partitions", array(parts.intake().view().partitions(), StatusDetails::partition))
                .put("faults", array(parts.intake().view().faults(), StatusDetails::fault))
                .put("commands", commands(commands, reasons))
                .put("token", token(reasons.token(), now))
                .put("budget", budget(reasons.budget(), now))
                .put("targets", array(reasons.breakers(), StatusDetails::target))
                .put("failures", array(parts.failures().latest(), StatusDetails::failure));
    }

    private JsonObject cluster() {
        return new JsonObject()
                .put("expected", cluster.expectedMembers())
                .put("members", array(parts.grid().peers(), StatusDetails::peer));
    }

    private static JsonObject peer(Peer peer) {
        return new JsonObject()
                .put("worker", peer.worker())
                .put("address", peer.address())
                .put("status", peer.status());
    }

    private static JsonObject partition(IntakeView.Part part) {
        JsonObject json = new JsonObject()
                .put("topic", part.id().topic())
                .put("partition", part.id().partition())
                .put("held", part.held())
                .put("span", part.span())
                .put("lag", part.lag())
                .put("doubtful", part.doubtful());
        return part.hold() == null ? json : json.put("paused", part.hold().wire());
    }

    private static JsonObject fault(LastingFault lasting) {
        PartitionFault fault = lasting.fault();
        JsonObject json = new JsonObject()
                .put("topic", fault.topic())
                .put("fault", fault.kind().wire())
                .put("since", lasting.since().toString())
                .put("reason", fault.reason())
                .put("advice", fault.advice());
        return fault.partition() == null ? json : json.put("partition", fault.partition());
    }

    private static JsonObject commands(List<CommandView> commands, Reasons reasons) {
        Map<String, Long> waiting =
                commands.stream().collect(Collectors.groupingBy(reasons::waitsFor, Collectors.counting()));
        return new JsonObject().put("held", commands.size()).put("waiting", new JsonObject(new TreeMap<>(waiting)));
    }

    private static JsonObject token(TokenView token, Instant now) {
        JsonObject json = new JsonObject().put("generation", token.generation());
        put(json, "usableUntil", token.left(), now);
        return json.put("quota", array(token.quota(), StatusDetails::bucket));
    }

    private static JsonObject bucket(TokenQuota.Bucket bucket) {
        JsonObject json = new JsonObject()
                .put("name", bucket.name())
                .put("limit", bucket.limit())
                .put("remaining", bucket.remaining());
        return bucket.resetsAt() == null
                ? json
                : json.put("resetsAt", bucket.resetsAt().toString());
    }

    private JsonObject budget(BudgetUse use, Instant now) {
        JsonObject json = new JsonObject()
                .put("egress", budget.egress())
                .put("limit", use.limit())
                .put("windowSeconds", use.window().toSeconds())
                .put("used", use.used())
                .put("leased", use.leased())
                .put("waiting", use.waiting())
                .put("oldestWaitMillis", use.oldestWait().toMillis());
        put(json, "backlogEndsAt", use.forecast(), now);
        return json;
    }

    private static JsonObject target(BreakerView target) {
        JsonObject json = new JsonObject()
                .put("target", target.target())
                .put("breaker", target.state())
                .put("lastFailure", target.lastFailure());
        return target.openUntil() == null
                ? json
                : json.put("openUntil", target.openUntil().toString());
    }

    private static JsonObject failure(Failure failure) {
        return new JsonObject()
                .put("reason", failure.code())
                .put("outcome", failure.outcome().name())
                .put("count", failure.count())
                .put("lastAt", failure.lastAt().toString());
    }

    private static JsonObject command(CommandView command, Reasons reasons) {
        JsonObject json = new JsonObject()
                .put("id", command.id())
                .put("topic", command.at().topic())
                .put("partition", command.at().partition())
                .put("offset", command.offset())
                .put("waitsFor", reasons.waitsFor(command))
                .put("since", command.since().toString())
                .put("why", reasons.why(command))
                .put("attempts", command.attempts());
        put(json, "notBefore", command.notBefore());
        put(json, "expectedBy", reasons.expectedBy(command));
        put(json, "deadline", command.deadline());
        return json;
    }

    private static void put(JsonObject json, String name, @Nullable Duration fromNow, Instant now) {
        put(json, name, fromNow == null ? null : now.plus(fromNow));
    }

    private static void put(JsonObject json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> json) {
        return new JsonArray(items.stream().map(json).toList());
    }
}
