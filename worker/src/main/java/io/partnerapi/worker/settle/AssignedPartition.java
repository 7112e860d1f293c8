package io.partnerapi.worker.settle;

import io.partnerapi.worker.ledger.Anchor;
import io.partnerapi.worker.ledger.LedgerText;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.PartitionLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One assignment of a partition to this worker: its ledger, and whether work on it may still begin or settle.
 *
 * <p>A partition that comes back later is a new object, so work of an old assignment can never touch it. Thread-safe:
 * the poll thread takes, event loops begin and end work, the settler settles.
 */
public final class AssignedPartition {
    private enum Phase {
        OPEN,
        DRAINING,
        CLOSED
    }

    private final TopicPartition id;
    private final LogId log;
    private final PartitionLedger ledger;
    private final long since;
    private @Nullable OffsetAndMetadata committed;
    private boolean resumptionCommitted;
    private long confirmed;
    private Phase phase = Phase.OPEN;
    private int working;

    /**
     * @param log what its commits are bound to
     * @param committed what the group has committed of it; null for nothing
     * @param resumptionCommitted whether that says where work on it resumes now
     * @param ledger to go on with
     * @param since when all of this was true, in nanoseconds
     */
    public AssignedPartition(
            TopicPartition id,
            LogId log,
            @Nullable OffsetAndMetadata committed,
            boolean resumptionCommitted,
            PartitionLedger ledger,
            long since) {
        this.since = since;
        this.id = id;
        this.log = log;
        this.committed = committed;
        this.resumptionCommitted = resumptionCommitted;
        this.ledger = ledger;
        this.confirmed = ledger.committable();
    }

    /** As of now. */
    public AssignedPartition(
            TopicPartition id,
            LogId log,
            @Nullable OffsetAndMetadata committed,
            boolean resumptionCommitted,
            PartitionLedger ledger) {
        this(id, log, committed, resumptionCommitted, ledger, System.nanoTime());
    }

    public TopicPartition id() {
        return id;
    }

    /** The log that it had when it was assigned. */
    public LogId log() {
        return log;
    }

    /** Whether the group has committed where work on it resumed, or what came of it since. */
    public synchronized boolean isResumptionCommitted() {
        return resumptionCommitted;
    }

    /** All before this offset is settled, and a confirmed commit or the resumption says so. */
    public synchronized long settledUntil() {
        return confirmed;
    }

    /** See {@link PartitionLedger#fits}. */
    public synchronized boolean fits(long offset) {
        return ledger.fits(offset);
    }

    /** See {@link PartitionLedger#hasRoom}. */
    public synchronized boolean hasRoom() {
        return ledger.hasRoom();
    }

    /** See {@link PartitionLedger#take}. */
    public synchronized PartitionLedger.Standing take(long offset, Optional<Integer> leaderEpoch) {
        return ledger.take(offset, optional(leaderEpoch));
    }

    private static OptionalInt optional(Optional<Integer> leaderEpoch) {
        return leaderEpoch.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** See {@link PartitionLedger#reach}. */
    public synchronized void reach(long offset, Optional<Integer> leaderEpoch) {
        ledger.reach(offset, optional(leaderEpoch));
    }

    /** The leader's epoch where it was last read; empty if none was told. */
    public synchronized OptionalInt leaderEpoch() {
        return ledger.leaderEpoch();
    }

    /**
     * Whether nothing is left to settle and yet the committed offset lags behind, since what follows it is no record:
     * left there, it would be out of range once retention has passed it, although nothing was lost.
     */
    public synchronized boolean lagsBehind() {
        return phase != Phase.CLOSED && ledger.outstanding() == 0 && ledger.committable() > confirmed;
    }

    /** The number of records taken and not settled. */
    public synchronized int outstanding() {
        return ledger.outstanding();
    }

    /** See {@link PartitionLedger#span}. */
    public synchronized long span() {
        return ledger.span();
    }

    /** How many offsets from the first unsettled one on may have been started by someone who left no trace. */
    public synchronized long doubtful() {
        return ledger.metadata().doubtful();
    }

    /**
     * Begins work that must settle before the partition is handed over: each {@code true} is followed by one
     * {@link #end}. Once draining has begun the answer is {@code false}: leave the command to the next owner.
     */
    public synchronized boolean begin() {
        if (phase != Phase.OPEN) {
            return false;
        }
        working++;
        return true;
    }

    /** Ends what {@link #begin} began. */
    public synchronized void end() {
        working--;
        notifyAll();
    }

    /** Whether work that {@link #begin} began is under way. */
    public synchronized boolean working() {
        return working > 0 && phase != Phase.CLOSED;
    }

    /** Whether work on it may begin. */
    public synchronized boolean open() {
        return phase == Phase.OPEN;
    }

    /** Refuses new work from now on. */
    public synchronized void drain() {
        if (phase == Phase.OPEN) {
            phase = Phase.DRAINING;
        }
    }

    /** Waits until no work is under way, at most {@code limit}; blocks, for the poll thread only. */
    public synchronized boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (working > 0 && phase != Phase.CLOSED) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Nothing of this assignment is settled from now on. */
    public synchronized void close() {
        phase = Phase.CLOSED;
        notifyAll();
    }

    /** Closes it if it was assigned before that time, by {@link System#nanoTime}. */
    public void closeIfAssignedBefore(long time) {
        if (since - time < 0) {
            close();
        }
    }

    /** Whether nothing of this assignment is settled any more. */
    public synchronized boolean closed() {
        return phase == Phase.CLOSED;
    }

    /**
     * What is to be committed with these steps of this partition; they count only once they are {@link #committed}, since
     * others may be committed before.
     */
    synchronized OffsetAndMetadata checkpoint(List<Entry> steps) {
        PartitionLedger after = ledger.copy();
        steps.forEach(step -> apply(after, step));
        long offset = after.committable();
        Anchor anchor = new Anchor(log, offset, after.leaderEpoch());
        return new OffsetAndMetadata(offset, LedgerText.of(after.metadata(), anchor));
    }

    /** Notes that these steps are committed, by this checkpoint. */
    synchronized void committed(List<Entry> steps, OffsetAndMetadata checkpoint) {
        steps.forEach(step -> apply(ledger, step));
        committed = checkpoint;
        resumptionCommitted = true;
        confirmed = checkpoint.offset();
    }

    private static void apply(PartitionLedger ledger, Entry entry) {
        switch (entry.step()) {
            case START -> ledger.start(entry.offset());
            case WITHDRAW -> ledger.withdraw(entry.offset());
            case SETTLE -> ledger.settle(entry.offset());
            case ADVANCE -> {}
        }
    }

    /** Whether nothing was committed of it, by anyone, after what is known here. */
    public synchronized boolean stillAt(@Nullable OffsetAndMetadata now) {
        return same(committed, now);
    }

    /** Whether two commits say the same; the epoch of the partition's leader, which brokers add, is none of it. */
    static boolean same(@Nullable OffsetAndMetadata one, @Nullable OffsetAndMetadata other) {
        return one == null || other == null
                ? one == other
                : one.offset() == other.offset() && one.metadata().equals(other.metadata());
    }
}
