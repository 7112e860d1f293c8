package io.partnerapi.worker.ledger;

import io.partnerapi.worker.settle.AssignedPartition;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * What is known of every offset of one partition from the committed one on.
 *
 * <pre>
 *      base (committed)            next (not polled yet)
 *        |  . S . s S . . S          |
 *        offsets: . taken, s started, S settled; never polled between two = no record there, counts as settled
 * </pre>
 *
 * <p>Pure and not thread-safe: {@link AssignedPartition} guards it.
 */
public final class PartitionLedger {
    /** Offsets from the committed one on that a ledger may span: two bitmaps and a checksum fit a commit's 4096 bytes. */
    public static final int MAX_SPAN = 8192;

    private long base;
    private long next;
    private BitSet open = new BitSet();
    private BitSet started;
    private BitSet settled;
    /** What lies before it may have been started, whatever the bits say. */
    private final long doubtfulUntil;
    /** The log ends not before {@code reached} with records of this epoch of its leader, if it was not cut. */
    private OptionalInt epoch;

    private long reached;

    /** A ledger that begins at {@code committed}, the first offset not known to be settled, with what is known beyond. */
    public PartitionLedger(long committed, LedgerMetadata known) {
        this(committed, known, OptionalInt.empty());
    }

    /** @param epoch the leader's at the last record that the former owner took, see {@link Anchor} */
    PartitionLedger(long committed, LedgerMetadata known, OptionalInt epoch) {
        base = committed;
        next = committed;
        reached = committed;
        this.epoch = epoch;
        doubtfulUntil = committed + known.doubtful();
        started = known.started();
        settled = known.settled();
    }

    private PartitionLedger(PartitionLedger other) {
        base = other.base;
        next = other.next;
        open = (BitSet) other.open.clone();
        started = (BitSet) other.started.clone();
        settled = (BitSet) other.settled.clone();
        doubtfulUntil = other.doubtfulUntil;
        epoch = other.epoch;
        reached = other.reached;
    }

    /** What was known of an offset when it was polled. */
    public enum Standing {
        /** Nothing: run it. */
        FRESH,
        /** A former owner may have put it on the wire and left no answer. */
        STARTED,
        /** Its result is out: skip it. */
        SETTLED
    }

    /** Another ledger that knows the same now. */
    public PartitionLedger copy() {
        return new PartitionLedger(this);
    }

    /** Whether a record at this offset can be taken without the ledger outgrowing its commit. */
    public boolean fits(long offset) {
        return open.isEmpty() || offset - base < MAX_SPAN;
    }

    /** Whether the next record can be taken, wherever it lies, or surely not before an older one is settled. */
    public boolean hasRoom() {
        return fits(next);
    }

    /**
     * Notes that the record at this offset was polled; unless it is settled it now holds the committed offset back.
     *
     * @throws IllegalArgumentException if offsets go backwards or the record does not {@link #fits fit}
     */
    public Standing take(long offset) {
        return take(offset, OptionalInt.empty());
    }

    /**
     * The same of a record whose leader's epoch is known. A later epoch than a former owner ever saw proves that the log
     * was cut and has grown again: what was known of this offset and of those behind it was said of other records.
     */
    public Standing take(long offset, OptionalInt leaderEpoch) {
        if (offset < next || !fits(offset)) {
            throw new IllegalArgumentException("offset " + offset + " after " + next + ", base " + base);
        }
        next = offset;
        advance();
        next = offset + 1;
        int index = index(offset);
        if (leaderEpoch.isPresent()) {
            seen(leaderEpoch.getAsInt(), index);
        }
        if (settled.get(index)) {
            return Standing.SETTLED;
        }
        open.set(index);
        return started.get(index) || offset < doubtfulUntil ? Standing.STARTED : Standing.FRESH;
    }

    private void seen(int leaderEpoch, int index) {
        if (leaderEpoch > epoch.orElse(leaderEpoch)) {
            settled.clear(index, Math.max(index, settled.length()));
            started.clear(index, Math.max(index, started.length()));
        }
        epoch = OptionalInt.of(Math.max(leaderEpoch, epoch.orElse(leaderEpoch)));
        reached = next;
    }

    /**
     * Notes that every record before this offset was polled: what else lies there are markers of transactions, aborted
     * records, and offsets that compaction left empty.
     *
     * @param leaderEpoch the leader's at what lies last before it, as with {@link #take}
     */
    public void reach(long offset, OptionalInt leaderEpoch) {
        next = Math.max(next, offset);
        if (leaderEpoch.isPresent()) {
            advance();
            seen(leaderEpoch.getAsInt(), index(next));
        }
    }

    /**
     * Notes that the command is about to go on the wire.
     *
     * @throws IllegalArgumentException if the offset is not taken, or settled: a bug, as in the next two
     */
    public void start(long offset) {
        started.set(taken(offset));
    }

    /** Takes {@link #start} back: it is proven that the command was not processed. */
    public void withdraw(long offset) {
        started.clear(taken(offset));
    }

    /** Notes that the command's result is published with the next commit. */
    public void settle(long offset) {
        int index = taken(offset);
        settled.set(index);
        started.clear(index);
        open.clear(index);
    }

    /** The number of records taken and not settled. */
    public int outstanding() {
        return open.cardinality();
    }

    /** How many offsets it spans from the first one that is not settled. */
    public long span() {
        advance();
        return next - base;
    }

    /** The first offset not settled: what is to be committed. */
    public long committable() {
        advance();
        return base;
    }

    /** What is to be committed beside {@link #committable}; relative to it. */
    public LedgerMetadata metadata() {
        advance();
        return new LedgerMetadata(settled, started, doubtfulUntil - base);
    }

    /** The leader's epoch that is to be committed beside {@link #committable}; empty if it proves nothing of it. */
    public OptionalInt leaderEpoch() {
        advance();
        return reached < base ? OptionalInt.empty() : epoch;
    }

    private void advance() {
        int firstOpen = open.nextSetBit(0);
        long to = firstOpen < 0 ? next : base + firstOpen;
        if (to > base) {
            int by = (int) Math.min(Integer.MAX_VALUE, to - base);
            open = shifted(open, by);
            started = shifted(started, by);
            settled = shifted(settled, by);
            base = to;
        }
    }

    private static BitSet shifted(BitSet bits, int by) {
        return bits.get(by, Math.max(by, bits.length()));
    }

    private int taken(long offset) {
        if (offset < base || offset >= next || !open.get(index(offset))) {
            throw new IllegalArgumentException("offset " + offset + " is not taken, base " + base + ", next " + next);
        }
        return index(offset);
    }

    private int index(long offset) {
        return Math.toIntExact(offset - base);
    }
}
