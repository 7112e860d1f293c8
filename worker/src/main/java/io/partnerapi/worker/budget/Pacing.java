package io.partnerapi.worker.budget;

import java.io.Serializable;

/**
 * Keeps the lower priorities from using a window up in one go. What is leased at once comes free at once, a window later, and
 * in between there would be nothing for what is urgent. So they get permits evenly: at the rate of the limit, and faster the
 * more are free; but never the last of them, and fewer while nothing is to come free for long. Under a backlog that spreads
 * what is used over the whole window. Immutable.
 *
 * @param paidUntil time of the ledger up to which the permits of an even rate were had
 */
record Pacing(long paidUntil) implements Serializable {

    static final Pacing NONE = new Pacing(0);

    /** What was not had in this part of a window is not had later. */
    private static final int PARTS_OF_WINDOW = 60;
    /** Longer than this part of a window is long. */
    private static final int PARTS_FOR_LONG = 60;
    /** This part of the limit is kept for what is urgent. */
    private static final int PARTS_KEPT = 100;
    /** The same while nothing comes free for long. */
    private static final int PARTS_KEPT_WHEN_DRY = 10;
    /** A burst of what is urgent holds the others up for no more than this part of a window. */
    private static final int PARTS_AHEAD = 10;

    /**
     * How many the lower priorities may have now.
     *
     * @param leavesIn how long until more come free; if that is long, more are kept for what is urgent
     */
    int allowed(BudgetLimit limit, int free, long leavesIn, long now) {
        long usual = Math.max(limit.windowMillis() / PARTS_FOR_LONG, 2 * limit.windowMillis() / limit.calls());
        boolean dry = leavesIn > usual;
        int kept = limit.calls() / (dry ? PARTS_KEPT_WHEN_DRY : PARTS_KEPT);
        double even = (now - from(limit, free, now)) / interval(limit, free);
        return (int) Math.max(0, Math.min(free - kept, even));
    }

    /** After so many were leased, at any priority: what is urgent goes first, but all of it is to be even. */
    Pacing after(BudgetLimit limit, int leased, int free, long now) {
        long paid = from(limit, free, now) + (long) Math.ceil(leased * interval(limit, free));
        return new Pacing(Math.min(paid, now + limit.windowMillis() / PARTS_AHEAD));
    }

    /** How long until they may have the next one. */
    long next(BudgetLimit limit, int free, long now) {
        return (long) Math.ceil(Math.max(1, from(limit, free, now) + interval(limit, free) - now));
    }

    private static double interval(BudgetLimit limit, int free) {
        return limit.windowMillis() / (limit.calls() + (double) free);
    }

    private long from(BudgetLimit limit, int free, long now) {
        long most = (long) Math.max(limit.windowMillis() / PARTS_OF_WINDOW, Math.ceil(interval(limit, free)));
        return Math.max(paidUntil, now - most);
    }
}
