package io.partnerapi.worker.intake;

import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.settle.Settled;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions this member owns now. Runs on the poll thread only.
 *
 * <p>A partition that goes is handed over clean: nothing new begins, what is on the wire ends and settles, and only then
 * may the group go on. A partition that is lost settles nothing more.
 */
final class Assignments implements ConsumerRebalanceListener {
    private static final Duration ADVANCE_EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Assignments.class);

    private final Consumer<byte[], byte[]> consumer;
    private final java.util.function.Consumer<ConsumerGroupMetadata> member;
    private final Function<AssignedPartition, CompletableFuture<Settled>> advance;
    private final Recovery recovery;
    private final Duration drainLimit;
    private final Map<TopicPartition, AssignedPartition> owned = new HashMap<>();
    private OptionalLong allDrainedBy = OptionalLong.empty();
    private CompletableFuture<?> advanced = CompletableFuture.completedFuture(null);
    private long advancedAt = System.nanoTime();

    /** @param advance commits how far a partition was read */
    Assignments(
            Consumer<byte[], byte[]> consumer,
            java.util.function.Consumer<ConsumerGroupMetadata> member,
            Function<AssignedPartition, CompletableFuture<Settled>> advance,
            Recovery recovery,
            Duration drainLimit) {
        this.consumer = consumer;
        this.member = member;
        this.advance = advance;
        this.recovery = recovery;
        this.drainLimit = drainLimit;
    }

    AssignedPartition get(TopicPartition id) {
        return Objects.requireNonNull(owned.get(id), () -> id + " is not assigned");
    }

    Collection<AssignedPartition> all() {
        return owned.values();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> ids) {
        member.accept(consumer.groupMetadata());
        Recovery.Round round = recovery.round(consumer, ids);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(new HashSet<>(ids));
        for (TopicPartition id : ids) {
            own(round.open(id, committed.get(id)));
        }
        LOG.info("assigned {}", ids);
    }

    /** Nothing is taken from it before the state topic says that it is worked on: see {@link Hold#STATE}. */
    private void own(AssignedPartition partition) {
        owned.put(partition.id(), partition);
        if (!covered(partition)) {
            recovery.memory().keep(partition);
            consumer.pause(Set.of(partition.id()));
        }
    }

    /** Whether the workers would know that they have worked on it, should its commits get lost. */
    boolean covered(AssignedPartition partition) {
        return recovery.memory().covers(partition);
    }

    /**
     * Commits, now and then, how far the partitions were read that have nothing left to settle, and remembers how far
     * all of them have come.
     */
    void advance() {
        if (advanced.isDone() && System.nanoTime() - advancedAt >= ADVANCE_EVERY.toNanos()) {
            advanced = advance(owned.values());
            recovery.memory().keepUp(owned.values());
            advancedAt = System.nanoTime();
        }
    }

    private CompletableFuture<?> advance(Collection<AssignedPartition> partitions) {
        return CompletableFuture.allOf(partitions.stream()
                .filter(AssignedPartition::lagsBehind)
                .map(advance)
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> ids) {
        member.accept(consumer.groupMetadata());
        handOver(ids);
    }

    /** Lets nothing new begin on anything owned; from now on all that is handed over has one limit together. */
    void drainAll() {
        allDrainedBy = OptionalLong.of(System.nanoTime() + drainLimit.toNanos());
        owned.values().forEach(AssignedPartition::drain);
    }

    /** Whether the limit that {@link #drainAll} set is not reached yet. */
    boolean timeIsLeft() {
        return !limit().isNegative();
    }

    /** Whether work on anything owned is under way. */
    boolean working() {
        return owned.values().stream().anyMatch(AssignedPartition::working);
    }

    /** Ends the work on everything owned; answers whether all of it ended in time. */
    boolean handOverAll() {
        return handOver(List.copyOf(owned.keySet()));
    }

    private Duration limit() {
        return allDrainedBy.isPresent() ? Duration.ofNanos(allDrainedBy.getAsLong() - System.nanoTime()) : drainLimit;
    }

    private boolean handOver(Collection<TopicPartition> ids) {
        List<AssignedPartition> going =
                ids.stream().map(owned::remove).filter(Objects::nonNull).toList();
        if (going.isEmpty()) {
            return true;
        }
        going.forEach(AssignedPartition::drain);
        try {
            boolean clean = awaitIdle(going);
            awaitAdvance(advance(going));
            going.forEach(recovery.memory()::keep);
            return clean;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            going.forEach(AssignedPartition::close);
            LOG.info("handed over {}", ids);
        }
    }

    private boolean awaitIdle(List<AssignedPartition> going) throws InterruptedException {
        boolean clean = true;
        long end = System.nanoTime() + limit().toNanos();
        for (AssignedPartition partition : going) {
            if (!partition.awaitIdle(Duration.ofNanos(end - System.nanoTime()))) {
                clean = false;
                LOG.warn(
                        "{} is handed over with calls on the wire after {}: unsafe ones will be reported UNKNOWN",
                        partition.id(),
                        drainLimit);
            }
        }
        return clean;
    }

    /** Not worth a longer wait: what could not be committed is read once more by the next owner, and holds no record. */
    private static void awaitAdvance(CompletableFuture<?> advance) throws InterruptedException {
        try {
            advance.get(ADVANCE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("not every partition's position was committed", e);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> ids) {
        if (!ids.isEmpty()) {
            ids.stream().map(owned::remove).filter(Objects::nonNull).forEach(AssignedPartition::close);
            LOG.warn("lost {}: what was under way there settles nothing", ids);
        }
    }

    /** Gives everything up without settling: what is committed is to be read anew. */
    void loseAll() {
        onPartitionsLost(List.copyOf(owned.keySet()));
    }
}
