package io.partnerapi.worker.intake;

import io.partnerapi.worker.intake.PartitionFault.Kind;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.settle.Settled;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
    /** Longest wait for what the brokers say of one partition's log. */
    private static final Duration LOG_LIMIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Assignments.class);

    private final Consumer<byte[], byte[]> consumer;
    private final java.util.function.Consumer<ConsumerGroupMetadata> member;
    private final Function<AssignedPartition, CompletableFuture<Settled>> advance;
    private final ProgressMemory memory;
    private final Openings openings;
    private final Function<String, OptionalLong> lostAt;
    private final Duration drainLimit;
    private final Map<TopicPartition, AssignedPartition> owned = new HashMap<>();
    private final IsolatedPartitions isolated = new IsolatedPartitions();
    private final Detours detours;
    private OptionalLong allDrainedBy = OptionalLong.empty();
    private CompletableFuture<?> advanced = CompletableFuture.completedFuture(null);
    private long advancedAt = System.nanoTime();

    /**
     * @param advance commits how far a partition was read
     * @param lostAt when a topic was last seen to be gone, or to be another of the same name, by {@link System#nanoTime}
     */
    Assignments(
            Consumer<byte[], byte[]> consumer,
            java.util.function.Consumer<ConsumerGroupMetadata> member,
            Function<AssignedPartition, CompletableFuture<Settled>> advance,
            Recovery recovery,
            Function<String, OptionalLong> lostAt,
            Duration drainLimit) {
        this.consumer = consumer;
        this.member = member;
        this.advance = advance;
        this.memory = recovery.memory();
        this.openings = new Openings(recovery);
        this.detours = new Detours(consumer);
        this.lostAt = lostAt;
        this.drainLimit = drainLimit;
    }

    AssignedPartition get(TopicPartition id) {
        return Objects.requireNonNull(owned.get(id), () -> id + " is not open");
    }

    /** Whether it is known from where work on it resumes. */
    boolean isOpen(TopicPartition id) {
        return owned.containsKey(id);
    }

    Collection<AssignedPartition> all() {
        return owned.values();
    }

    /** Those of which nothing is to be taken, or on trial. */
    IsolatedPartitions isolated() {
        return isolated;
    }

    /** Those of this member, whatever is known of them. */
    Set<TopicPartition> ids() {
        return Stream.of(owned.keySet(), isolated.ids(), openings.ids())
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those that are on a detour: the next poll must not wait for what it brings of them, and nothing of it is taken. */
    Detours detours() {
        return detours;
    }

    /** The number of records taken and not settled. */
    int outstanding(TopicPartition id) {
        AssignedPartition partition = owned.get(id);
        return partition == null ? 0 : partition.outstanding();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> ids) {
        member.accept(consumer.groupMetadata());
        ask(ids);
        LOG.info("assigned {}", ids);
    }

    /** Begins to find out from where to read them. Some position meanwhile, or the consumer looks for one, and fails each poll. */
    private void ask(Collection<TopicPartition> ids) {
        consumer.pause(ids);
        ids.forEach(id -> consumer.seek(id, 0));
        openings.ask(ids, System.nanoTime());
    }

    /** Has it read from where work on it resumes, if that is known. */
    private void open(TopicPartition id) {
        try {
            open(openings.take(id));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            if (owned.containsKey(id)) {
                LOG.debug("{}: what is committed is not told", id, e);
            } else {
                isolate(id, PartitionFault.notOpened(id, String.valueOf(e.getMessage())));
            }
        }
    }

    /** One that is read but isolated stays as it is unless somebody has set another offset. */
    private void open(Opening opening) {
        TopicPartition id = opening.id();
        AssignedPartition before = owned.get(id);
        boolean moved = before == null || commitsNothing(id) && !before.stillAt(opening.commit());
        if (moved) {
            close(id);
            consumer.seek(id, opening.position());
            opening.tell();
            own(opening.partition());
        }
        if (isolated.ids().contains(id) && (moved || !isolated.fault(id).kind().lastsUntilMoved())) {
            if (moved) {
                isolated.beginTrial(id, System.nanoTime());
            } else {
                beginTrial(id);
            }
        }
    }

    /** Isolates the partitions that a failed poll names; answers whether the others can go on. */
    boolean isolate(KafkaException failure) {
        // Not of what the consumer calls assigned: under the new protocol what was handed over is so for a moment more.
        Map<TopicPartition, PartitionFault> faults = PollFailure.faults(failure, ids());
        faults.forEach(this::isolate);
        return !faults.isEmpty()
                || failure instanceof TopicAuthorizationException refused
                        && !refused.unauthorizedTopics().isEmpty();
    }

    private void isolate(TopicPartition id, PartitionFault fault) {
        consumer.pause(Set.of(id));
        if (fault.kind() == Kind.UNAUTHORIZED) {
            // Its offsets are refused too: no transaction with them would be committed, not even the others' results.
            close(id);
        }
        if (fault.kind().lastsUntilMoved() || !owned.containsKey(id)) {
            // Some position, and without an epoch: or the consumer looks for one, or checks it, and fails each poll.
            consumer.seek(id, Math.max(0, fault.offset()));
        }
        isolated.add(id, fault.kind() == Kind.OUT_OF_RANGE ? inItsLog(id, fault) : fault, System.nanoTime());
    }

    /** Closes the partitions of all topics but these: no transaction with their offsets would be committed any more. */
    void keepOnly(Set<String> topics) {
        List<TopicPartition> others = owned.keySet().stream()
                .filter(id -> !topics.contains(id.topic()))
                .toList();
        consumer.pause(others);
        others.forEach(this::close);
    }

    private void close(TopicPartition id) {
        AssignedPartition partition = owned.remove(id);
        if (partition != null) {
            partition.close();
        }
    }

    /** The same, and where the log begins and ends, if the brokers tell. */
    private PartitionFault inItsLog(TopicPartition id, PartitionFault fault) {
        try {
            long start = Objects.requireNonNull(
                    consumer.beginningOffsets(Set.of(id), LOG_LIMIT).get(id));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(Set.of(id), LOG_LIMIT).get(id));
            return PartitionFault.outOfRange(id, fault.offset(), new PartitionFault.Log(start, end));
        } catch (ApiException e) {
            LOG.debug("{}: the log's start and end are not told", id, e);
            return fault;
        }
    }

    /**
     * Opens what can be opened by now, and looks at what is isolated, now and then: a person may have set an offset, or what
     * was wrong may have passed. Never waits.
     */
    void lookAgain(long now) {
        reopenLost();
        isolated.endTrials(consumer.paused(), now);
        openings.answered(now).forEach(this::open);
        for (TopicPartition id : openings.late(now)) {
            if (!isolated.ids().contains(id)) {
                isolate(id, PartitionFault.notOpened(id, "the brokers have not told yet from where"));
            }
        }
        List<TopicPartition> due = isolated.due(now);
        due.forEach(id -> isolated.postpone(id, now));
        openings.ask(due.stream().filter(this::commitsNothing).toList(), now);
        due.stream()
                .filter(id -> !commitsNothing(id) && !isolated.fault(id).kind().lastsUntilMoved())
                .forEach(this::beginTrial);
    }

    /** What is asked of a partition that is paused and commits nothing is still true when the answer comes. */
    private boolean commitsNothing(TopicPartition id) {
        AssignedPartition partition = owned.get(id);
        return partition == null || partition.outstanding() == 0 && !partition.lagsBehind();
    }

    private void beginTrial(TopicPartition id) {
        AssignedPartition partition = owned.get(id);
        if (partition != null && isolated.fault(id).kind() == Kind.UNREADABLE) {
            detours.begin(id, partition.leaderEpoch());
        }
        isolated.beginTrial(id, System.nanoTime());
    }

    /** What can settle nothing more is read anew from what is committed: it was found to be another's, or of another topic. */
    private void reopenLost() {
        owned.values()
                .forEach(partition -> lostAt.apply(partition.id().topic()).ifPresent(partition::closeIfAssignedBefore));
        List<TopicPartition> lost = owned.values().stream()
                .filter(AssignedPartition::closed)
                .map(AssignedPartition::id)
                .toList();
        if (!lost.isEmpty()) {
            LOG.warn("{} can settle nothing more, and is read anew from what is committed", lost);
            lost.forEach(owned::remove);
            ask(lost);
        }
    }

    /**
     * Nothing is taken from it before the state topic says that it is worked on: see {@link Hold#STATE}. That comes after
     * a commit, or the next owner would take one that was never made for lost, and all that is there for in doubt.
     */
    private void own(AssignedPartition partition) {
        owned.put(partition.id(), partition);
        if (covered(partition)) {
            return;
        }
        consumer.pause(Set.of(partition.id()));
        CompletableFuture<?> committed =
                partition.isResumptionCommitted() ? CompletableFuture.completedFuture(null) : advance.apply(partition);
        committed.thenRun(() -> memory.keep(partition));
    }

    /** Whether the workers would know that they have worked on it, should its commits get lost. */
    boolean covered(AssignedPartition partition) {
        return partition.isResumptionCommitted() && memory.covers(partition);
    }

    /**
     * Commits, now and then, how far the partitions were read that have nothing left to settle, and remembers how far
     * all of them have come.
     */
    void advance() {
        if (advanced.isDone() && System.nanoTime() - advancedAt >= ADVANCE_EVERY.toNanos()) {
            advanced = advance(owned.values());
            memory.keepUp(owned.values());
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

    private void forget(TopicPartition id) {
        isolated.remove(id);
        openings.remove(id);
        detours.remove(id);
    }

    private boolean handOver(Collection<TopicPartition> ids) {
        ids.forEach(this::forget);
        List<AssignedPartition> going =
                ids.stream().map(owned::remove).filter(Objects::nonNull).toList();
        if (going.isEmpty()) {
            return true;
        }
        going.forEach(AssignedPartition::drain);
        try {
            boolean clean = awaitIdle(going);
            awaitAdvance(advance(going));
            going.forEach(memory::keep);
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
        ids.forEach(this::forget);
        if (!ids.isEmpty()) {
            ids.stream().map(owned::remove).filter(Objects::nonNull).forEach(AssignedPartition::close);
            LOG.warn("lost {}: what was under way there settles nothing", ids);
        }
    }

    /** Gives everything up without settling: what is committed is to be read anew. */
    void loseAll() {
        onPartitionsLost(ids());
    }
}
