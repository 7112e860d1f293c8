package io.partnerapi.worker.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the consumer ask a broker once more for what it has fetched and cannot read: it keeps that, damaged as it came, for
 * as long as it is to be read from the same position. So for one poll, which does not wait, the position is another. Of the
 * poll thread.
 */
final class Detours {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> under = new HashMap<>();
    /** Those whose last detour brought a damaged record from there, so that the next trial is one by itself. */
    private final Set<TopicPartition> strayed = new HashSet<>();

    Detours(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** @param leaderEpoch by which the brokers tell if the log has become another meanwhile */
    void begin(TopicPartition id, OptionalInt leaderEpoch) {
        if (!strayed.remove(id)) {
            long position = consumer.position(id);
            Optional<Integer> epoch = leaderEpoch.isPresent() ? Optional.of(leaderEpoch.getAsInt()) : Optional.empty();
            under.put(id, new OffsetAndMetadata(position, epoch, ""));
            consumer.seek(id, position + 1);
        }
    }

    /** The next poll is for them alone: it ends with the first record that it finds, and they are looked at last. */
    void goAlone() {
        if (!under.isEmpty()) {
            consumer.pause(consumer.assignment().stream()
                    .filter(id -> !under.containsKey(id))
                    .toList());
        }
    }

    boolean contains(TopicPartition id) {
        return under.containsKey(id);
    }

    boolean isEmpty() {
        return under.isEmpty();
    }

    /** It is another's now. */
    void remove(TopicPartition id) {
        under.remove(id);
        strayed.remove(id);
    }

    /** Ends those that a poll was made on. */
    void end(boolean failed) {
        under.forEach(consumer::seek);
        if (failed) {
            strayed.addAll(under.keySet());
        }
        under.clear();
    }
}
