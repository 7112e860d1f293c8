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
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final Duration IDLE_LOOK = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    private record Entry(
            AssignedPartition partition,
            long offset,
            Step step,
            @Nullable Output output,
            CompletableFuture<Settled> settled) {
        Entry reduced() {
            return output == null ? this : new Entry(partition, offset, step, output.reduced(), settled);
        }
    }

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Runnable fenced;
    private final Condition condition;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "settler");
    private volatile @Nullable ConsumerGroupMetadata member;
    private volatile boolean closing;

    /**
     * @param producers makes a new transactional producer
     * @param fenced called when a producer could not go on: every partition must be read anew from what is committed
     */
    public Settler(Supplier<Producer<byte[], byte[]>> producers, Runnable fenced, Condition condition) {
        this.producers = producers;
        this.fenced = fenced;
        this.condition = condition;
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
            while (!closing || !entries.isEmpty()) {
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
            settleAll(producer);
            producer.close(CLOSE_LIMIT);
        } catch (KafkaException | IllegalStateException e) {
            trouble("The transactional producer is started anew", e);
            producer.close(Duration.ZERO);
            fenced.run();
        }
    }

    private void settleAll(Producer<byte[], byte[]> producer) throws InterruptedException {
        List<Entry> batch = new ArrayList<>();
        while (!closing || !entries.isEmpty()) {
            Entry first = entries.poll(IDLE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                entries.drainTo(batch, MAX_BATCH - 1);
                settle(producer, batch);
                batch.clear();
            }
        }
    }

    /** Commits the batch, however often it takes, unless its partitions are lost or the producer is. */
    private void settle(Producer<byte[], byte[]> producer, List<Entry> batch) throws InterruptedException {
        List<Entry> left = stillOurs(batch);
        left.forEach(entry -> entry.partition().apply(entry.step(), entry.offset()));
        try {
            while (!left.isEmpty()) {
                // Read before the look at what is ours: a partition given away later is guarded by its generation.
                ConsumerGroupMetadata as = member;
                left = stillOurs(left);
                left = attempt(producer, left, as);
            }
        } catch (KafkaException | IllegalStateException e) {
            // Whether the last transaction was committed is not known: only the broker's view of these partitions
            // counts.
            left.forEach(entry -> entry.partition().close());
            stillOurs(left);
            throw e;
        }
    }

    /** One transaction; answers what is still to be committed. */
    private List<Entry> attempt(
            Producer<byte[], byte[]> producer, List<Entry> batch, @Nullable ConsumerGroupMetadata as)
            throws InterruptedException {
        if (batch.isEmpty()) {
            return batch;
        }
        Set<Entry> tooLarge = ConcurrentHashMap.newKeySet();
        try {
            transaction(producer, batch, as, tooLarge);
            condition.up();
            batch.forEach(entry -> entry.settled().complete(Settled.COMMITTED));
            return List.of();
        } catch (KafkaException e) {
            producer.abortTransaction();
            if (tooLarge.isEmpty()) {
                trouble("A transaction was aborted and is tried again", e);
                pause();
            }
            return batch.stream()
                    .map(entry -> tooLarge.contains(entry) ? entry.reduced() : entry)
                    .toList();
        }
    }

    private static void transaction(
            Producer<byte[], byte[]> producer,
            List<Entry> batch,
            @Nullable ConsumerGroupMetadata as,
            Set<Entry> tooLarge) {
        if (as == null) {
            throw new IllegalStateException("settling before the group was joined");
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (Entry entry : batch) {
            offsets.computeIfAbsent(
                    entry.partition().id(), id -> entry.partition().checkpoint());
            Output output = entry.output();
            if (output != null) {
                producer.send(output.record(), (metadata, e) -> {
                    if (e instanceof RecordTooLargeException && output.reducible()) {
                        tooLarge.add(entry);
                    }
                });
            }
        }
        producer.sendOffsetsToTransaction(offsets, as);
        commit(producer);
    }

    /** A commit that timed out may have happened: it must be asked again, not aborted. */
    private static void commit(Producer<byte[], byte[]> producer) {
        while (true) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                LOG.warn("commit of results not confirmed yet, asking again: {}", e.getMessage());
            }
        }
    }

    /** The entries whose partitions are still assigned; the others are answered {@link Settled#LOST}. */
    private static List<Entry> stillOurs(List<Entry> batch) {
        List<Entry> ours = new ArrayList<>(batch.size());
        for (Entry entry : batch) {
            if (entry.partition().closed()) {
                entry.settled().complete(Settled.LOST);
            } else {
                ours.add(entry);
            }
        }
        return ours;
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
