package io.partnerapi.worker.settle;

import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.kafka.TopicTroubles;
import io.partnerapi.worker.ops.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sole owner of the transactional producer: publishes results and commits ledgers, a group of them per transaction.
 *
 * <p>One transaction holds everything that was handed in while the last one ran: the results, and for every partition
 * concerned the committed offset with its ledger. The broker checks the consumer group's generation in it, so a member
 * that lost its partitions can neither publish nor start anything. What fails is tried again; {@link Batch} finds out what
 * of it others need not wait for. The methods may be called from any thread; the futures complete on the settler's thread.
 */
public final class Settler {
    /** Entries of one transaction, at most. */
    static final int MAX_BATCH = 1000;
    /** A commit that is not confirmed is asked again so often; then the next producer ends it. */
    static final int COMMIT_ASKED = 3;

    private static final Duration RETRY_AFTER = Duration.ofMillis(200);
    private static final Duration PASSING = Duration.ofSeconds(3);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final Duration IDLE_LOOK = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final CommittedOffsets committed;
    private final TopicTroubles troubles;
    private final Condition condition;
    private final TransactionMeters meters;
    private final LongSupplier nanoTime;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "settler");
    private volatile @Nullable ConsumerGroupMetadata member;
    private volatile boolean closing;

    // Of the settler's thread alone:
    private final Destinations destinations;
    private final Batch batch;
    private Optional<CommitInDoubt> doubt = Optional.empty();
    private List<Entry> inDoubt = List.of();
    private Optional<Long> failingSince = Optional.empty();

    /**
     * @param producers makes a new transactional producer, which ends what the last one left open
     * @param committed tells what became of a commit that was not confirmed
     * @param results the topic of results
     * @param troubles what is known of the other topics
     * @param nanoTime the process's monotonic clock
     */
    public Settler(
            Supplier<Producer<byte[], byte[]>> producers,
            CommittedOffsets committed,
            String results,
            TopicTroubles troubles,
            Condition condition,
            TransactionMeters meters,
            LongSupplier nanoTime) {
        this.producers = producers;
        this.committed = committed;
        this.troubles = troubles;
        this.destinations = new Destinations(results, troubles);
        this.batch = new Batch(destinations);
        this.condition = condition;
        this.meters = meters;
        this.nanoTime = nanoTime;
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
            while (working()) {
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

    private boolean working() {
        return !closing || !entries.isEmpty() || !batch.isEmpty();
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
        while (working()) {
            takeMore();
            // Read before the look at what is ours: a partition given away later is guarded by its generation.
            ConsumerGroupMetadata as = member;
            closeLost();
            List<Entry> group = batch.next(nanoTime.getAsLong());
            if (!group.isEmpty()) {
                attempt(producer, as, group);
            } else if (batch.isEmpty()) {
                nothingWaits();
            } else {
                batch.heldUp().ifPresent(this::down);
            }
        }
    }

    /** What was in trouble may be settled by others by now, and a worker without commands has nothing else to show it. */
    private void nothingWaits() {
        failingSince = Optional.empty();
        condition.up();
    }

    /** Nothing can be committed for a partition whose topic is gone, and a commit for it would wait in vain. */
    private void closeLost() {
        batch.partitions().forEach(partition -> troubles.lostAt(partition.id().topic())
                .ifPresent(partition::closeIfAssignedBefore));
    }

    /** Takes what was handed in, also while something fails: what else can be settled shows whose fault that is. */
    private void takeMore() throws InterruptedException {
        List<Entry> taken = new ArrayList<>();
        if (batch.isIdle()) {
            Entry first = entries.poll(IDLE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                taken.add(first);
            }
        }
        entries.drainTo(taken, Math.max(0, MAX_BATCH - batch.size() - taken.size()));
        batch.add(taken);
    }

    /** One transaction; what could not be committed stays in the batch. */
    private void attempt(Producer<byte[], byte[]> producer, @Nullable ConsumerGroupMetadata as, List<Entry> group)
            throws InterruptedException {
        if (as == null) {
            throw new IllegalStateException("settling before the group was joined");
        }
        Transaction transaction = new Transaction(group);
        long begun = nanoTime.getAsLong();
        try {
            transaction.send(producer, as, entry -> destinations.indispensable(entry.address()));
            doubt = Optional.of(new CommitInDoubt(transaction.offsets()));
            inDoubt = group;
            commit(producer);
            doubt = Optional.empty();
            committed(transaction, group, Duration.ofNanos(nanoTime.getAsLong() - begun));
        } catch (TimeoutException e) {
            // An abort would wait behind what is not answered. The next producer ends the transaction.
            throw e;
        } catch (KafkaException e) {
            producer.abortTransaction();
            doubt = Optional.empty();
            failed(group, transaction.refusal(), e);
        }
    }

    /** A commit that timed out may have happened: it is asked again, and nothing else. */
    private void commit(Producer<byte[], byte[]> producer) {
        for (int asked = 1; ; asked++) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (asked == COMMIT_ASKED) {
                    throw e;
                }
                trouble("A transaction's commit is not confirmed and asked again", e);
            }
        }
    }

    private void committed(Transaction transaction, List<Entry> group, Duration took) {
        failingSince = Optional.empty();
        meters.committed(took, group.size());
        group.stream().map(Entry::address).filter(address -> address != null).forEach(destinations::served);
        batch.committed();
        batch.heldUp().ifPresentOrElse(this::down, condition::up);
        transaction.committed();
    }

    /** The new producer has ended the transaction in doubt: learns how, and keeps in the batch what is still to be done. */
    private void resolve(CommitInDoubt commit) throws InterruptedException {
        batch.retry(commit.stillToDo(
                Entry.stillOurs(inDoubt), committed.read(commit.asked().keySet())));
        doubt = Optional.empty();
    }

    private void failed(List<Entry> group, Optional<Refusal> refused, KafkaException e) throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (refused.isPresent() && culprit(refused.get(), now)) {
            return;
        }
        boolean passing = notYet(e, now);
        boolean allWait = refused.filter(refusal -> refusal.fault() == Refusal.Fault.TOPIC)
                .isPresent();
        if (allWait || !mayBeOnesFault(e) || passing && !batch.isNarrowing()) {
            batch.joinAll();
            pause();
            return;
        }
        String why = Refusal.describe(e);
        batch.narrow(now)
                .ifPresent(entry -> instead(entry, Refusal.smaller(entry, "RESULT_NOT_ACCEPTED", why), why, now));
        if (group.size() == 1) {
            pause();
        }
    }

    /** Whether a record, or a topic that others need not wait for, is at fault; then the rest goes on without it. */
    private boolean culprit(Refusal refusal, long now) {
        Entry entry = refusal.entry();
        switch (refusal.fault()) {
            case RECORD -> instead(entry, refusal.smaller(), refusal.why(), now);
            case TOPIC -> {
                if (destinations.indispensable(refusal.to())) {
                    return false;
                }
                destinations.failed(refusal.to(), refusal.why(), now);
                LOG.warn(
                        "Topic {} does not take the result of {}, nor others until it is tried again: {}",
                        refusal.to().topic(),
                        entry,
                        refusal.why());
            }
            case UNKNOWN -> {
                return false;
            }
        }
        return true;
    }

    private void instead(Entry entry, Optional<Entry> other, String why, long now) {
        Address to = entry.address();
        LOG.warn(
                "{} cannot be settled as it is{}: {}; {}",
                entry,
                to == null ? "" : ", topic " + to.topic() + " does not take its record",
                why,
                other.isPresent() ? "less of it is published" : "it is tried again later");
        other.ifPresentOrElse(smaller -> batch.replace(entry, smaller), () -> batch.setAside(entry, why, now));
    }

    /** Whether it can be for one entry that the whole transaction failed, rather than for brokers or membership. */
    private static boolean mayBeOnesFault(KafkaException e) {
        Throwable cause = e.getCause() instanceof KafkaException inner ? inner : e;
        return !(cause instanceof RetriableException || cause instanceof CommitFailedException);
    }

    /** A rebalance aborts a transaction in passing: only what lasts is told. Answers whether it may still pass. */
    private boolean notYet(KafkaException e, long now) {
        long since = failingSince.orElse(now);
        failingSince = Optional.of(since);
        if (now - since <= PASSING.toNanos()) {
            return true;
        }
        trouble("A transaction was aborted and is tried again", e);
        return false;
    }

    private void trouble(String what, Exception e) {
        LOG.debug("{}", what, e);
        down(Refusal.describe(e));
    }

    private void down(String why) {
        condition.down(
                "results cannot be published (" + why + ")",
                "Check that the brokers are reachable, and that the topics of topics.results and topics.dead-letters"
                        + " exist and may be written; the worker goes on by itself");
    }

    private synchronized void pause() throws InterruptedException {
        wait(RETRY_AFTER.toMillis());
    }
}
