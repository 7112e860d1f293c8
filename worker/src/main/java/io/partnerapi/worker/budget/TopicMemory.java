package io.partnerapi.worker.budget;

import io.partnerapi.worker.state.KeptValue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger as a value of the state topic. */
public final class TopicMemory implements LedgerMemory {

    private static final int VERSION = 1;
    /** Later another worker may have been asked to save, and may have done so. */
    private static final Duration VALID_FOR = Duration.ofMillis(Saving.GIVEN_UP_MILLIS);

    private static final Logger LOG = LoggerFactory.getLogger(TopicMemory.class);

    private final Vertx vertx;
    private final KeptValue value;
    private final Clock clock;

    public TopicMemory(Vertx vertx, KeptValue value, Clock clock) {
        this.vertx = vertx;
        this.value = value;
        this.clock = clock;
    }

    @Override
    public Future<Optional<Kept>> read() {
        return vertx.executeBlocking(value::now, false).map(text -> text.map(this::parsed));
    }

    @Override
    public Future<Void> keep(Snapshot snapshot) {
        Promise<Void> kept = ((ContextInternal) vertx.getOrCreateContext()).promise();
        value.keep(text(snapshot, clock.instant()), VALID_FOR, kept::tryComplete);
        return kept.future();
    }

    private Kept parsed(String text) {
        return parse(text).orElseGet(() -> {
            LOG.error("What is kept of the call budget is damaged or of another version: for a window nobody calls");
            return new Kept(Snapshot.ANYTHING, clock.instant());
        });
    }

    static String text(Snapshot snapshot, Instant at) {
        return new JsonObject()
                .put("version", VERSION)
                .put("at", at.toString())
                .put("leased", json(snapshot.leased()))
                .put("arrived", json(snapshot.arrived()))
                .put("pauseMillis", snapshot.pauseMillis())
                .put("pauseLength", snapshot.pauseLength())
                .encode();
    }

    /** Empty if this version cannot read it. */
    static Optional<Kept> parse(String text) {
        try {
            JsonObject json = new JsonObject(text);
            return json.getInteger("version", 0) == VERSION ? Optional.of(kept(json)) : Optional.empty();
        } catch (DecodeException
                | ClassCastException
                | DateTimeException
                | NullPointerException
                | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Kept kept(JsonObject json) {
        return new Kept(
                new Snapshot(
                        0,
                        aged(json.getJsonArray("leased")),
                        aged(json.getJsonArray("arrived")),
                        json.getLong("pauseMillis"),
                        json.getLong("pauseLength")),
                Instant.parse(Objects.requireNonNull(json.getString("at"))));
    }

    private static JsonArray json(List<Snapshot.Aged> aged) {
        JsonArray all = new JsonArray();
        aged.forEach(each -> all.add(new JsonArray().add(each.millis()).add(each.permits())));
        return all;
    }

    private static List<Snapshot.Aged> aged(JsonArray json) {
        return json.stream()
                .map(each -> (JsonArray) each)
                .map(each -> aged(each.getLong(0), each.getInteger(1)))
                .toList();
    }

    private static Snapshot.Aged aged(long millis, int permits) {
        if (millis < 0 || permits < 0) {
            throw new IndexOutOfBoundsException("no permits: " + permits + " of " + millis + " ms ago");
        }
        return new Snapshot.Aged(millis, permits);
    }
}
