package io.partnerapi.worker.intake;

import io.partnerapi.worker.intake.PartitionFault.Kind;
import io.partnerapi.worker.ledger.PartitionLedger.Standing;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.settle.AssignedPartition;
import io.partnerapi.worker.settle.Settled;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
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
    /** So long after a failure intake must have gone well before it is told that it does. */
    private static final Duration CALM = Duration.ofSeconds(5);
    /** Polls that may fail one after the other for partitions that are isolated already. */
    private static final int MOST_FAILURES = 20;

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
    private final Function<String, OptionalLong> lostAt;
    private final PartitionWatch watch;
    private final Condition condition;
    private final FaultReport report;
    private final Clock clock;
    private final UnreadRecords unread = new UnreadRecords();
    private final Thread thread = new Thread(this::run, "poll");
    private volatile IntakeView view = IntakeView.NOTHING;
    private long calmFrom = System.nanoTime();
    private volatile List<AssignedPartition> inHand = List.of();
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
     * @param watch knows what the brokers say of the topics and partitions
     * @param lostAt when a topic was last seen to be gone, or to be another of the same name, by {@link System#nanoTime}
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
            Function<String, OptionalLong> lostAt,
            PartitionWatch watch,
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
        this.lostAt = lostAt;
        this.watch = watch;
        this.condition = condition;
        this.report = new FaultReport(condition);
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
        // Here, since the poll thread may be handing some of them over just now, and waiting for their calls.
        inHand.forEach(AssignedPartition::drain);
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
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                consume(consumer);
            } catch (KafkaException | IllegalStateException e) {
                LOG.warn("intake is started anew", e);
                pause();
            }
            view = new IntakeView(List.of(), view.faults(), closing ? view.restarts() : view.restarts() + 1);
        }
    }

    private void consume(Consumer<byte[], byte[]> consumer) {
        Assignments assignments = new Assignments(consumer, member, advance, recovery, lostAt, drainLimit);
        try {
            takeUntilTold(consumer, assignments);
            clean = false;
            clean = finish(consumer, assignments);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            failed(e);
            finish(consumer, assignments);
            throw e;
        } finally {
            assignments.loseAll();
            consumer.close(CloseOptions.timeout(LEAVE_LIMIT));
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration limit) {
        try {
            return consumer.poll(limit);
        } catch (RecordDeserializationException tooLarge) {
            return unread.passOver(consumer, tooLarge.topicPartition(), tooLarge.offset());
        } catch (OutOfMemoryError noHeap) {
            return unread.passOver(consumer);
        }
    }

    private void takeUntilTold(Consumer<byte[], byte[]> consumer, Assignments assignments) {
        int failures = 0;
        while (!closing) {
            subscribe(consumer, assignments);
            boolean full = makeRoom(consumer, assignments);
            assignments.detours().goAlone();
            try {
                ConsumerRecords<byte[], byte[]> records = poll(consumer, limit(assignments, full));
                failures = 0;
                member.accept(consumer.groupMetadata());
                take(consumer, assignments, records);
                assignments.detours().end(false);
            } catch (KafkaException e) {
                int isolated = assignments.isolated().ids().size();
                if (!assignments.isolate(e) || failures == MOST_FAILURES) {
                    throw e;
                }
                assignments.detours().end(true);
                failures = assignments.isolated().ids().size() > isolated ? 0 : failures + 1;
            }
            assignments.advance();
            assignments.lookAgain(System.nanoTime());
            report(assignments);
        }
    }

    private static Duration limit(Assignments assignments, boolean full) {
        if (!assignments.detours().isEmpty()) {
            return Duration.ZERO;
        }
        return full ? POLL_WHEN_FULL : POLL;
    }

    /** To all topics but those without a right to read them: one of them could keep the member out of its group. */
    private void subscribe(Consumer<byte[], byte[]> consumer, Assignments assignments) {
        Set<String> topics = new HashSet<>(priorities.keySet());
        watch.faults().stream()
                .filter(fault -> fault.kind() == Kind.UNAUTHORIZED)
                .forEach(fault -> topics.remove(fault.topic()));
        Set<String> readable = topics.isEmpty() ? priorities.keySet() : topics;
        if (!consumer.subscription().equals(readable)) {
            assignments.keepOnly(readable);
            consumer.subscribe(readable, assignments);
        }
    }

    private void failed(RuntimeException e) {
        if (!closing) {
            condition.down(
                    "commands cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    "Check the brokers and the rights on topics.commands and worker.group; the worker goes on by itself");
        }
        calmFrom = System.nanoTime() + CALM.toNanos();
    }

    private void report(Assignments assignments) {
        watch.owned(assignments.ids());
        List<PartitionFault> faults = Stream.concat(assignments.isolated().faults().stream(), watch.faults().stream())
                .toList();
        // What has failed may fail again at once: it is told until there was peace for a while.
        boolean settled = !faults.isEmpty() || System.nanoTime() - calmFrom >= 0;
        if (!closing && settled) {
            view = new IntakeView(view.partitions(), report.report(faults, clock.instant()), view.restarts());
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
        inHand = List.copyOf(assignments.all());
        int count = inHand.size();
        List<IntakeView.Part> parts = assignments.ids().stream()
                .map(id -> part(consumer, assignments, id, everything, count))
                .toList();
        view = new IntakeView(parts, view.faults(), view.restarts());
        backlog.unread(parts.stream().mapToLong(IntakeView.Part::lag).sum());
        Map<Boolean, List<TopicPartition>> held = parts.stream()
                .collect(Collectors.partitioningBy(
                        part -> part.hold() != null, Collectors.mapping(IntakeView.Part::id, Collectors.toList())));
        List<TopicPartition> full = held.getOrDefault(true, List.of());
        consumer.pause(full);
        consumer.resume(held.getOrDefault(false, List.of()));
        return parts.stream().anyMatch(part -> part.hold() != null && part.hold() != Hold.FAULT);
    }

    /** The lag without asking the brokers: what they said with the last records. */
    private IntakeView.Part part(
            Consumer<byte[], byte[]> consumer,
            Assignments assignments,
            TopicPartition id,
            @Nullable Hold everything,
            int count) {
        // Of an offset beyond the log's end it is negative.
        long lag = Math.max(0, consumer.currentLag(id).orElse(0));
        if (assignments.isolated().holds(id)) {
            return new IntakeView.Part(id, assignments.outstanding(id), 0, lag, 0, Hold.FAULT);
        }
        if (!assignments.isOpen(id)) {
            return new IntakeView.Part(id, 0, 0, lag, 0, Hold.STATE);
        }
        AssignedPartition partition = assignments.get(id);
        return new IntakeView.Part(
                id,
                partition.outstanding(),
                partition.span(),
                lag,
                partition.doubtful(),
                everything == null ? hold(assignments, partition, count) : everything);
    }

    /** Why nothing is to be taken of this partition alone; null if something may be. */
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
            if (!assignments.isOpen(id) || assignments.detours().contains(id)) {
                // From another position than it is to be read from.
                return;
            }
            assignments.isolated().remove(id);
            if (take(consumer, assignments.get(id), records.records(id))) {
                assignments.get(id).reach(next.offset(), next.leaderEpoch());
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
