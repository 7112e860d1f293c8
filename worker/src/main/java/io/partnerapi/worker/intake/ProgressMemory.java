package io.partnerapi.worker.intake;

import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.state.KeptValue;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the commands of each log are settled, as the workers remember it on the state topic, whatever their group is
 * called: so a group without offsets is not taken for a new one. Of the poll thread, but for what says otherwise.
 *
 * <p>What is remembered is never ahead of what is committed, so it may come late, and from a former owner too: then less
 * is certain, and nothing wrong.
 */
public final class ProgressMemory {
    private static final String KEY = "progress|";
    private static final int VERSION = 1;
    private static final Duration EVERY = Duration.ofSeconds(10);
    /** A write takes so long only if something is wrong. */
    private static final Duration PASSING = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(ProgressMemory.class);

    private final Supplier<Map<String, String>> reading;
    private final Function<String, KeptValue> values;
    private final String group;
    private final Condition condition;
    private final Clock clock;
    private final LongSupplier nanoTime;
    /** What the topic is known to hold, by the keys. */
    private final Map<String, Long> held = new ConcurrentHashMap<>();

    private final Map<String, Long> keptAt = new ConcurrentHashMap<>();
    private OptionalLong waitingSince = OptionalLong.empty();

    /**
     * @param reading tells what the state topic holds now, by the keys
     * @param values the value of a key
     * @param group the workers', told to whoever looks into the topic
     * @param condition down while partitions wait to be covered
     */
    public ProgressMemory(
            Supplier<Map<String, String>> reading,
            Function<String, KeptValue> values,
            String group,
            Condition condition,
            Clock clock,
            LongSupplier nanoTime) {
        this.reading = reading;
        this.values = values;
        this.group = group;
        this.condition = condition;
        this.clock = clock;
        this.nanoTime = nanoTime;
        condition.up();
    }

    /**
     * Learns what others have kept; blocks.
     *
     * @throws KafkaException if the brokers do not tell
     */
    void read() {
        reading.get().forEach((key, value) -> {
            if (key.startsWith(KEY)) {
                held.put(key, settledUntil(key, value));
            }
        });
    }

    /** The offset before which all is settled; empty if nobody has worked on this log. */
    OptionalLong settledUntil(TopicPartition id, LogId log) {
        Long offset = held.get(key(id, log));
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Whether what is held suffices: from what it says on, all that this worker may start is in doubt for the next one. */
    boolean covers(AssignedPartition partition) {
        Long offset = held.get(key(partition));
        return offset != null && offset <= partition.settledUntil();
    }

    /** Keeps, now and then, how far these partitions have come; at once what is not covered. */
    void keepUp(Collection<AssignedPartition> partitions) {
        long now = nanoTime.getAsLong();
        tell(partitions.stream().anyMatch(partition -> !covers(partition)), now);
        for (AssignedPartition partition : partitions) {
            String key = key(partition);
            Long last = keptAt.get(key);
            boolean behind = !Long.valueOf(partition.settledUntil()).equals(held.get(key));
            if (behind && (last == null || now - last >= EVERY.toNanos())) {
                keep(partition);
            }
        }
    }

    private void tell(boolean waiting, long now) {
        if (!waiting) {
            waitingSince = OptionalLong.empty();
            condition.up();
            return;
        }
        waitingSince = OptionalLong.of(waitingSince.orElse(now));
        if (now - waitingSince.getAsLong() > PASSING.toNanos()) {
            condition.down(
                    "partitions wait, since the state topic does not take that they are worked on",
                    "Let the worker write the topic that topics.state names; the worker goes on by itself, and the"
                            + " partitions that /status calls paused by state with it");
        }
    }

    /**
     * Keeps how far this partition has come; whoever owns it next may have no commit to go by. Any thread. Of what was
     * never committed nothing is kept: a commit that was not made is none that was lost.
     */
    void keep(AssignedPartition partition) {
        if (!partition.isResumptionCommitted()) {
            return;
        }
        String key = key(partition);
        long offset = partition.settledUntil();
        keptAt.put(key, nanoTime.getAsLong());
        values.apply(key).keep(text(partition.id(), offset), EVERY, () -> held.put(key, offset));
    }

    private String text(TopicPartition id, long settledUntil) {
        return new JsonObject()
                .put("version", VERSION)
                .put("topic", id.topic())
                .put("partition", id.partition())
                .put("settledUntil", settledUntil)
                .put("group", group)
                .put("at", clock.instant().toString())
                .encode();
    }

    /** What cannot be read says that the log was worked on, and not how far. */
    private static long settledUntil(String key, String text) {
        try {
            JsonObject json = new JsonObject(text);
            Long offset = json.getLong("settledUntil");
            if (json.getInteger("version", 0) == VERSION && offset != null && offset >= 0) {
                return offset;
            }
        } catch (DecodeException | ClassCastException e) {
            LOG.debug("{} is not JSON as it should be", key, e);
        }
        LOG.error("What the state topic holds under {} is damaged or of a newer version: it counts as offset 0", key);
        return 0;
    }

    private static String key(AssignedPartition partition) {
        return key(partition.id(), partition.log());
    }

    private static String key(TopicPartition id, LogId log) {
        return KEY + log.topicId() + "|" + id.partition();
    }
}
