package io.partnerapi.worker.intake;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of this member that cannot be read while others can, each until it was read for a while without fault:
 * pure, with the time passed in; the poll thread's alone.
 *
 * <p>Nothing is taken from an isolated partition, but for its trials: now and then it is read like the others, and what
 * was wrong with it either shows again or has passed.
 */
final class IsolatedPartitions {
    /** From a fault to the next look, and from the begin of a trial to its end. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Map<TopicPartition, Isolation> all = new HashMap<>();

    private record Isolation(PartitionFault fault, boolean trial, long due) {}

    /** Isolates a partition, or notes that its trial has failed. */
    void add(TopicPartition id, PartitionFault fault, long nanos) {
        all.put(id, new Isolation(fault, false, nanos + LOOK_EVERY.toNanos()));
    }

    /** It was read on, or is another's now. */
    void remove(TopicPartition id) {
        all.remove(id);
    }

    Set<TopicPartition> ids() {
        return all.keySet();
    }

    /** Whether nothing is to be taken from it now. */
    boolean holds(TopicPartition id) {
        Isolation isolation = all.get(id);
        return isolation != null && !isolation.trial();
    }

    /** Those that are to be looked at again now. */
    List<TopicPartition> due(long nanos) {
        return all.entrySet().stream()
                .filter(isolated -> !isolated.getValue().trial())
                .filter(isolated -> isolated.getValue().due() - nanos <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Looks at it again later. */
    void postpone(TopicPartition id, long nanos) {
        all.computeIfPresent(
                id, (same, isolation) -> new Isolation(isolation.fault(), false, nanos + LOOK_EVERY.toNanos()));
    }

    /** From now on it is read like the others, on trial. */
    void beginTrial(TopicPartition id, long nanos) {
        all.computeIfPresent(
                id, (same, isolation) -> new Isolation(isolation.fault(), true, nanos + LOOK_EVERY.toNanos()));
    }

    /**
     * Releases those whose trial has brought no fault to its end.
     *
     * @param paused for another reason, so that their trial says nothing yet
     */
    void endTrials(Set<TopicPartition> paused, long nanos) {
        all.entrySet()
                .removeIf(isolated -> isolated.getValue().trial()
                        && isolated.getValue().due() - nanos <= 0
                        && !paused.contains(isolated.getKey()));
    }

    /** What is wrong with each. */
    Collection<PartitionFault> faults() {
        return all.values().stream().map(Isolation::fault).toList();
    }

    PartitionFault fault(TopicPartition id) {
        return requireNonNull(all.get(id)).fault();
    }
}
