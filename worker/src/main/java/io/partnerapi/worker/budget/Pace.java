package io.partnerapi.worker.budget;

import java.time.Duration;

/**
 * How often the grid is asked and how long things are kept, in nanoseconds; all follow from how long a permit lives.
 *
 * @param guard age at which the call on a permit has arrived, if all goes well
 * @param useBy age at which a permit is too old to be spent
 * @param keep age at which an unused permit goes back: earlier, so that who gets one has time to spend it
 * @param between least time between two leases
 * @param tell longest time until a call that has arrived is told
 * @param lookAhead demand is leased for this long
 * @param retry from asking for a lease that fails to asking again, at least, give or take half; and how long this worker
 *     pauses at first if the grid does not answer to a refusal
 */
record Pace(long guard, long useBy, long keep, long between, long tell, long lookAhead, long retry) {

    private static final Duration MOST_BETWEEN = Duration.ofMillis(250);
    private static final Duration MOST_UNTOLD = Duration.ofSeconds(1);
    private static final Duration MOST_LOOK_AHEAD = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    static Pace of(BudgetLimit limit) {
        long useBy = limit.useBy().toNanos();
        return new Pace(
                2 * useBy,
                useBy,
                useBy / 4 * 3,
                Math.min(MOST_BETWEEN.toNanos(), useBy / 4),
                Math.min(MOST_UNTOLD.toNanos(), useBy / 2),
                Math.min(MOST_LOOK_AHEAD.toNanos(), useBy / 2),
                RETRY.toNanos());
    }
}
