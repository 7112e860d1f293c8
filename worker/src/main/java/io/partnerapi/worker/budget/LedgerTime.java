package io.partnerapi.worker.budget;

import java.io.Serializable;

/**
 * The ledger's own time: it goes on with the monotonic clock of the process that decides the steps, and stands still from the
 * last step of one process to the first of the next. So clocks are never compared, and what counts can only count longer.
 *
 * @param era greater with every process that has decided a step
 * @param owner the process that decided the last step
 * @param offset from that process's clock to the ledger's
 * @param now the time of the last step, in milliseconds since the ledger began
 */
record LedgerTime(long era, String owner, long offset, long now) implements Serializable {

    static final LedgerTime START = new LedgerTime(0, "", 0, 0);

    /** One that no ledger before has reached, if {@code now} is greater than that of all. */
    static LedgerTime beginning(long now, Tick tick) {
        return new LedgerTime(now, tick.owner(), now - tick.millis(), now);
    }

    LedgerTime at(Tick tick) {
        boolean moved = !tick.owner().equals(owner);
        long shift = moved ? now - tick.millis() : offset;
        return new LedgerTime(moved ? era + 1 : era, tick.owner(), shift, Math.max(now, tick.millis() + shift));
    }

    LedgerAge age() {
        return new LedgerAge(era, now);
    }
}
