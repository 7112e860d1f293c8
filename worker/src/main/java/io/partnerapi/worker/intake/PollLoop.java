package io.partnerapi.worker.intake;

import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.settle.PartitionLedger.Standing;
import io.partnerapi.worker.settle.Settled;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sole owner of the consumer: takes records as long as there is room and hands them on, on a thread of its own.
 *
 * <p>A partition is paused while it holds its share of the {@link Backlog} or its ledger is as long as a commit can
 * carry. A consumer that fails is replaced; what it owned is read anew from what is committed.
 */
public final class PollLoop {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration POLL_WHEN_FULL = Duration.ofMillis(10);
    private static final Duration RESTART_AFTER = Duration.ofSeconds(1);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<String, Integer> priorities;
    private final java.util.function.Consumer<ConsumerGroupMetadata> member;
    private final java.util.function.Consumer<Taken> pipeline;
    private final Function<AssignedPartition, CompletableFuture<Settled>> advance;
    private final Recovery recovery;
    private final Backlog backlog;
    private final Duration drainLimit;
    private final AtomicBoolean stale;
    private final Condition condition;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "poll");
    private volatile IntakeView view = IntakeView.NOTHING;
    private volatile boolean closing;
    private volatile boolean clean = true;

    /**
     * @param consumers makes a new consumer
     * @param priorities the topics to read, each with its priority
     * @param member told of this member's group metadata whenever it may have changed
     * @param pipeline takes each record; must not block
     * @param advance commits how far a partition was read that has nothing left to settle
     * @param recovery lets work on what is assigned resume
     * @param drainLimit longest wait for calls on the wire when a partition is handed over
     * @param stale set by whoever finds that what is owned must be read anew from what is committed
     */
    public PollLoop(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Map<String, Integer> priorities,
            java.util.function.Consumer<ConsumerGroupMetadata> member,
            java.util.function.Consumer<Taken> pipeline,
            Function<AssignedPartition, CompletableFuture<Settled>> advance,
            Recovery recovery,
            Backlog backlog,
            Duration drainLimit,
            AtomicBoolean stale,
            Condition condition,
            Clock clock) {
        this.consumers = consumers;
        this.priorities = Map.copyOf(priorities);
        this.member = member;
        this.pipeline = pipeline;
        this.advance = advance;
        this.recovery = recovery;
        this.backlog = backlog;
        this.drainLimit = drainLimit;
        this.stale = stale;
        this.condition = condition;
        this.clock = clock;
    }

    /** @param died told of a bug that ended the thread: a worker without it is of no use */
    public void start(Thread.UncaughtExceptionHandler died) {
        thread.setUncaughtExceptionHandler(died);
        thread.start();
    }

    /** Takes nothing more, lets what is on the wire end and settle, leaves the group; waits at most {@code limit}. Answers whether all was settled. */
    public boolean close(Duration limit) throws InterruptedException {
        closing = true;
        condition.down("the worker is stopping", "Nothing to do: it finishes what it has begun");
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive() && clean;
    }

    /** What was in hand at the last look; any thread. */
    public IntakeView view() {
        return view;
    }

    private void run() {
        while (!closing) {
            stale.set(false);
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                consume(consumer);
            } catch (KafkaException | IllegalStateException e) {
                LOG.warn("intake is started anew", e);
                condition.down(
                        "commands cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                        "Check the brokers and the rights on topics.commands and worker.group; the worker goes on by"
                                + " itself");
                pause();
            }
            view = new IntakeView(List.of(), closing ? view.restarts() : view.restarts() + 1);
        }
    }

    private void consume(Consumer<byte[], byte[]> consumer) {
        Assignments assignments = new Assignments(consumer, member, advance, recovery, drainLimit);
        try {
            consumer.subscribe(priorities.keySet(), assignments);
            while (!closing && !stale.get()) {
                boolean full = makeRoom(consumer, assignments);
                ConsumerRecords<byte[], byte[]> records = poll(consumer, full ? POLL_WHEN_FULL : POLL);
                member.accept(consumer.groupMetadata());
                take(consumer, assignments, records);
                assignments.advance();
                if (!closing) {
                    condition.up();
                }
            }
            clean = false;
            clean = finish(consumer, assignments);
        } finally {
            assignments.loseAll();
            consumer.close(CloseOptions.timeout(LEAVE_LIMIT));
        }
    }

    private static ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration limit) {
        try {
            return consumer.poll(limit);
        } catch (OutOfMemoryError tooLarge) {
            // One array that does not fit leaves the heap as it was.
            return UnreadRecord.passOver(consumer);
        }
    }

    /**
     * Takes nothing more and lets what is under way end; polls on meanwhile, to learn of partitions that are ours no more.
     * Answers whether all of it ended in time.
     */
    private boolean finish(Consumer<byte[], byte[]> consumer, Assignments assignments) {
        assignments.drainAll();
        try {
            while (assignments.working() && assignments.timeIsLeft()) {
                consumer.pause(consumer.assignment());
                // What a partition that was assigned just now has brought is left to its next owner.
                consumer.poll(POLL_WHEN_FULL);
                member.accept(consumer.groupMetadata());
            }
        } catch (KafkaException e) {
            LOG.warn("the group is not heard any more while the worker ends", e);
        }
        return assignments.handOverAll();
    }

    /** Pauses the partitions that hold enough and resumes those that do not; answers whether any is paused. */
    private boolean makeRoom(Consumer<byte[], byte[]> consumer, Assignments assignments) {
        Hold everything = backlog.hold();
        int count = assignments.all().size();
        List<IntakeView.Part> parts = assignments.all().stream()
                .map(partition -> part(consumer, partition, everything, hold(assignments, partition, count)))
                .toList();
        view = new IntakeView(parts, view.restarts());
        backlog.unread(parts.stream().mapToLong(IntakeView.Part::lag).sum());
        Map<Boolean, List<TopicPartition>> held = parts.stream()
                .collect(Collectors.partitioningBy(
                        part -> part.hold() != null, Collectors.mapping(IntakeView.Part::id, Collectors.toList())));
        List<TopicPartition> full = held.getOrDefault(true, List.of());
        consumer.pause(full);
        consumer.resume(held.getOrDefault(false, List.of()));
        return !full.isEmpty();
    }

    /** The lag without asking the brokers: what they said with the last records. */
    private static IntakeView.Part part(
            Consumer<byte[], byte[]> consumer,
            AssignedPartition partition,
            @Nullable Hold everything,
            @Nullable Hold own) {
        TopicPartition id = partition.id();
        return new IntakeView.Part(
                id,
                partition.outstanding(),
                partition.span(),
                consumer.currentLag(id).orElse(0),
                partition.doubtful(),
                everything == null ? own : everything);
    }

    private @Nullable Hold hold(Assignments assignments, AssignedPartition partition, int partitions) {
        if (!assignments.covered(partition)) {
            return Hold.STATE;
        }
        if (backlog.hasShare(partition, partitions)) {
            return Hold.SHARE;
        }
        return partition.hasRoom() ? null : Hold.LEDGER;
    }

    private void take(
            Consumer<byte[], byte[]> consumer, Assignments assignments, ConsumerRecords<byte[], byte[]> records) {
        records.nextOffsets().forEach((id, next) -> {
            if (take(consumer, assignments.get(id), records.records(id))) {
                assignments.get(id).reach(next.offset());
            }
        });
    }

    /** Answers whether all of them could be taken. */
    private boolean take(
            Consumer<byte[], byte[]> consumer,
            AssignedPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records) {
        TopicPartition id = partition.id();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!partition.fits(record.offset())) {
                consumer.seek(id, record.offset());
                return false;
            }
            Standing standing = partition.take(record.offset(), record.leaderEpoch());
            if (standing != Standing.SETTLED) {
                hand(new Taken(
                        BoundedHeaders.of(record),
                        partition,
                        standing == Standing.STARTED,
                        priorities.getOrDefault(id.topic(), 0),
                        clock.instant()));
            }
        }
        return true;
    }

    private void hand(Taken taken) {
        backlog.add(taken);
        pipeline.accept(taken);
    }

    private synchronized void pause() {
        try {
            wait(RESTART_AFTER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }
}
