package io.partnerapi.worker.ledger;

import java.util.BitSet;

/** The part of a ledger beyond the committed offset, relative to it. */
public final class LedgerMetadata {
    private final BitSet settled;
    private final BitSet started;
    private final long doubtful;

    /** @param doubtful so many offsets may have been started, whatever else is known of them but that they are settled */
    LedgerMetadata(BitSet settled, BitSet started, long doubtful) {
        this.settled = (BitSet) settled.clone();
        this.started = (BitSet) started.clone();
        this.doubtful = Math.max(0, doubtful);
    }

    /** Nothing known beyond the committed offset. */
    public static LedgerMetadata none() {
        return doubtful(0);
    }

    /** So many offsets may have been started, and nothing else is known. */
    static LedgerMetadata doubtful(long offsets) {
        return new LedgerMetadata(new BitSet(), new BitSet(), offsets);
    }

    BitSet settled() {
        return (BitSet) settled.clone();
    }

    BitSet started() {
        return (BitSet) started.clone();
    }

    /** How many offsets from the committed one on may have been started. */
    public long doubtful() {
        return doubtful;
    }

    /** How many offsets from the committed one on it says something of. */
    long span() {
        return Math.max(doubtful, Math.max(settled.length(), started.length()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LedgerMetadata that
                && settled.equals(that.settled)
                && started.equals(that.started)
                && doubtful == that.doubtful;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * settled.hashCode() + started.hashCode()) + Long.hashCode(doubtful);
    }

    @Override
    public String toString() {
        return "settled " + settled + ", started " + started + ", doubtful " + doubtful;
    }
}
