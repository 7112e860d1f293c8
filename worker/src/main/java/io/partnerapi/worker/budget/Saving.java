package io.partnerapi.worker.budget;

import java.io.Serializable;

/**
 * How far what was leased is kept where it outlives all workers. Immutable.
 *
 * @param unsaved permits leased since the last ledger that is surely kept
 * @param saving how many of them are in the one that is about to be kept
 * @param begunAt when that was handed to a worker, by the ledger's time; negative if none is
 * @param endedAt when the last one was kept
 */
record Saving(int unsaved, int saving, long begunAt, long endedAt) implements Serializable {

    static final Saving NONE = new Saving(0, 0, -1, 0);

    private static final long LEAST_BETWEEN_MILLIS = 5_000;
    static final long GIVEN_UP_MILLIS = 3_000;

    /** As if so many had been leased: nothing more is, before a ledger is kept. */
    static Saving restored(int reserve) {
        return new Saving(reserve, 0, -1, 0);
    }

    Saving leased(int permits) {
        return new Saving(unsaved + permits, saving, begunAt, endedAt);
    }

    /** Every few seconds, or when half of what may be unsaved is; by one worker at a time, unless that takes too long. */
    boolean isDue(BudgetLimit limit, long now) {
        boolean free = begunAt < 0 || now - begunAt >= GIVEN_UP_MILLIS;
        return free && unsaved > 0 && (2 * unsaved >= limit.reserve() || now - endedAt >= LEAST_BETWEEN_MILLIS);
    }

    Saving begun(long now) {
        return new Saving(unsaved, unsaved, now, endedAt);
    }

    /** The ledger that was handed out then is kept. One that comes late may have replaced a later one: nothing counts as kept. */
    Saving ended(long begun, long now, int reserve) {
        return begun == begunAt
                ? new Saving(unsaved - saving, 0, -1, now)
                : new Saving(Math.max(unsaved, saving + reserve), saving, begunAt, endedAt);
    }

    /** Something else than leases has changed that must not be forgotten. */
    Saving soon(int reserve) {
        return new Saving(Math.max(unsaved, saving + (reserve + 1) / 2), saving, begunAt, endedAt);
    }
}
