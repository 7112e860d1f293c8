package io.partnerapi.worker.settle;

import io.partnerapi.worker.ops.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sole owner of the transactional producer: publishes results and commits ledgers, a group of them per transaction.
 *
 * <p>One transaction holds everything that was handed in while the last one ran: the results, and for every partition
 * concerned the committed offset with its ledger. The broker checks the consumer group's generation in it, so a member
 * that lost its partitions can neither publish nor start anything. The methods may be called from any thread; the
 * futures complete on the settler's thread.
 */
public final class Settler {
    /** Entries of one transaction, at most. */
    static final int MAX_BATCH = 1000;

    private static final Duration RETRY_AFTER = Duration.ofMillis(200);
    private static final Duration PASSING = Duration.ofSeconds(3);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final Duration IDLE_LOOK = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final CommittedOffsets committed;
    private final Runnable overtaken;
    private final Condition condition;
    private final TransactionMeters meters;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "settler");
    private volatile @Nullable ConsumerGroupMetadata member;
    private volatile boolean closing;

    // Of the settler's thread alone:
    private List<Entry> batch = List.of();
    private Optional<CommitInDoubt> doubt = Optional.empty();
    private Optional<Long> failingSince = Optional.empty();

    /**
     * @param producers makes a new transactional producer, which ends what the last one left open
     * @param committed tells what became of a commit that was not confirmed
     * @param overtaken called when another worker turns out to have committed for a partition held to be ours: every
     *     partition must be read anew from what is committed
     */
    public Settler(
            Supplier<Producer<byte[], byte[]>> producers,
            CommittedOffsets committed,
            Runnable overtaken,
            Condition condition,
            TransactionMeters meters) {
        this.producers = producers;
        this.committed = committed;
        this.overtaken = overtaken;
        this.condition = condition;
        this.meters = meters;
        thread.setDaemon(true);
    }

    /** @param died told of a bug that ended the thread: a worker without it is of no use */
    public void start(Thread.UncaughtExceptionHandler died) {
        thread.setUncaughtExceptionHandler(died);
        thread.start();
    }

    /** The group membership under which offsets are committed from now on; told by the poll thread. */
    public void member(ConsumerGroupMetadata metadata) {
        member = metadata;
    }

    /** Records that the command is about to go on the wire; it may once the answer is {@link Settled#COMMITTED}. */
    public CompletableFuture<Settled> begin(AssignedPartition partition, long offset) {
        return add(partition, offset, Step.START, null);
    }

    /** Records that a command begun was certainly not processed. */
    public CompletableFuture<Settled> withdraw(AssignedPartition partition, long offset) {
        return add(partition, offset, Step.WITHDRAW, null);
    }

    /** Publishes the command's one result and records that it is settled. */
    public CompletableFuture<Settled> settle(AssignedPartition partition, long offset, Output output) {
        return add(partition, offset, Step.SETTLE, output);
    }

    /** Commits that a partition with nothing left to settle was read further, as {@link AssignedPartition#lagsBehind} says. */
    public CompletableFuture<Settled> advance(AssignedPartition partition) {
        return add(partition, -1, Step.ADVANCE, null);
    }

    /** Settles what was handed in and stops; waits at most {@code limit}. Answers whether all was settled. */
    public boolean close(Duration limit) throws InterruptedException {
        closing = true;
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }

    private CompletableFuture<Settled> add(
            AssignedPartition partition, long offset, Step step, @Nullable Output output) {
        CompletableFuture<Settled> settled = new CompletableFuture<>();
        entries.add(new Entry(partition, offset, step, output, settled));
        return settled;
    }

    private void run() {
        try {
            while (!closing || !entries.isEmpty() || !batch.isEmpty()) {
                Optional<Producer<byte[], byte[]>> producer = initialized();
                if (producer.isPresent()) {
                    settleAllWith(producer.get());
                } else {
                    pause();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Producer<byte[], byte[]>> initialized() {
        Producer<byte[], byte[]> producer;
        try {
            producer = producers.get();
        } catch (KafkaException e) {
            trouble("The transactional producer could not be made", e);
            return Optional.empty();
        }
        try {
            producer.initTransactions();
            condition.up();
            return Optional.of(producer);
        } catch (KafkaException e) {
            trouble("The transactional producer could not be started", e);
            producer.close(Duration.ZERO);
            return Optional.empty();
        }
    }

    private void settleAllWith(Producer<byte[], byte[]> producer) throws InterruptedException {
        try {
            if (doubt.isPresent()) {
                resolve(doubt.get());
            }
            settleAll(producer);
            producer.close(CLOSE_LIMIT);
        } catch (KafkaException | IllegalStateException e) {
            // The second is what a producer throws that can do no more. A bug of ours throws another: it ends the
            // thread.
            trouble("The transactional producer is started anew", e);
            producer.close(Duration.ZERO);
            pause();
        }
    }

    private void settleAll(Producer<byte[], byte[]> producer) throws InterruptedException {
        while (!closing || !entries.isEmpty() || !batch.isEmpty()) {
            if (batch.isEmpty()) {
                nextBatch();
            }
            while (!batch.isEmpty()) {
                attempt(producer);
            }
        }
    }

    private void nextBatch() throws InterruptedException {
        Entry first = entries.poll(IDLE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            List<Entry> taken = new ArrayList<>(List.of(first));
            entries.drainTo(taken, MAX_BATCH - 1);
            batch = Entry.stillOurs(taken);
            batch.forEach(entry -> entry.partition().apply(entry.step(), entry.offset()));
        }
    }

    /** One transaction of the batch; what could not be committed stays in it. */
    private void attempt(Producer<byte[], byte[]> producer) throws InterruptedException {
        // Read before the look at what is ours: a partition given away later is guarded by its generation.
        ConsumerGroupMetadata as = member;
        batch = Entry.stillOurs(batch);
        if (batch.isEmpty()) {
            return;
        }
        Set<Entry> tooLarge = ConcurrentHashMap.newKeySet();
        long begun = System.nanoTime();
        try {
            transaction(producer, as, tooLarge).forEach((partition, checkpoint) -> partition.committed(checkpoint));
            failingSince = Optional.empty();
            condition.up();
            meters.committed(Duration.ofNanos(System.nanoTime() - begun), batch.size());
            batch.forEach(entry -> entry.settled().complete(Settled.COMMITTED));
            batch = List.of();
        } catch (KafkaException e) {
            untilAnswered("abort", producer::abortTransaction);
            doubt = Optional.empty();
            if (tooLarge.isEmpty()) {
                notYet(e);
                pause();
            }
            batch = batch.stream()
                    .map(entry -> tooLarge.contains(entry) ? entry.reduced() : entry)
                    .toList();
        }
    }

    /** The new producer has ended the transaction in doubt: learns how, and keeps in the batch what is still to be done. */
    private void resolve(CommitInDoubt commit) throws InterruptedException {
        batch = commit.stillToDo(
                Entry.stillOurs(batch), committed.read(commit.asked().keySet()), overtaken);
        doubt = Optional.empty();
    }

    private Map<AssignedPartition, OffsetAndMetadata> transaction(
            Producer<byte[], byte[]> producer, @Nullable ConsumerGroupMetadata as, Set<Entry> tooLarge) {
        if (as == null) {
            throw new IllegalStateException("settling before the group was joined");
        }
        Map<AssignedPartition, OffsetAndMetadata> checkpoints = new HashMap<>();
        producer.beginTransaction();
        for (Entry entry : batch) {
            checkpoints.computeIfAbsent(entry.partition(), AssignedPartition::checkpoint);
            Output output = entry.output();
            if (output != null) {
                producer.send(output.record(), (metadata, e) -> {
                    if (e instanceof RecordTooLargeException && output.reducible()) {
                        tooLarge.add(entry);
                    }
                });
            }
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        checkpoints.forEach((partition, checkpoint) -> offsets.put(partition.id(), checkpoint));
        producer.sendOffsetsToTransaction(offsets, as);
        doubt = Optional.of(new CommitInDoubt(offsets));
        untilAnswered("commit", producer::commitTransaction);
        doubt = Optional.empty();
        return checkpoints;
    }

    /** A commit or abort that timed out may have happened: it must be asked again, and nothing else. */
    private void untilAnswered(String what, Runnable request) {
        while (true) {
            try {
                request.run();
                return;
            } catch (TimeoutException e) {
                trouble("A transaction's " + what + " is not confirmed and asked again", e);
            }
        }
    }

    /** A rebalance aborts a transaction in passing: only what lasts is told. */
    private void notYet(KafkaException e) {
        long now = System.nanoTime();
        long since = failingSince.orElse(now);
        failingSince = Optional.of(since);
        if (now - since > PASSING.toNanos()) {
            trouble("A transaction was aborted and is tried again", e);
        }
    }

    private void trouble(String what, Exception e) {
        LOG.debug("{}", what, e);
        condition.down(
                "results cannot be published (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                "Check that the brokers are reachable, and that the topics of topics.results and topics.dead-letters"
                        + " exist and may be written; the worker goes on by itself");
    }

    private synchronized void pause() throws InterruptedException {
        wait(RETRY_AFTER.toMillis());
    }
}
