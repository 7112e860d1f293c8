package io.partnerapi.worker.budget;

import java.io.Serializable;

/**
 * How far a ledger has come: of two copies of one ledger, which a split has left, the one that went on has the greater age.
 *
 * <p>A copy that the majority went on with was either decided by another process since, or longer by the same one.
 *
 * @param era greater with every process that has decided a step, and than any before when a ledger is restored
 * @param now time of the ledger in it
 */
public record LedgerAge(long era, long now) implements Serializable, Comparable<LedgerAge> {

    /** Of no ledger that ever was. */
    public static final LedgerAge NONE = new LedgerAge(0, 0);

    @Override
    public int compareTo(LedgerAge other) {
        return era == other.era ? Long.compare(now, other.now) : Long.compare(era, other.era);
    }

    LedgerAge or(LedgerAge other) {
        return compareTo(other) < 0 ? other : this;
    }
}
