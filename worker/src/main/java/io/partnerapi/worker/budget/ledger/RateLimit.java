package io.partnerapi.worker.budget.ledger;

import java.util.concurrent.TimeUnit;

/**
 * The partner's limit as a worker has it in its settings: at most {@code calls} arrive in any sliding window.
 *
 * @param calls at least 1
 * @param windowMillis length of the window
 * @param guardMillis longest time from sending a claim until its calls arrive
 */
public record RateLimit(int calls, long windowMillis, long guardMillis) {
    /** The monotonic clocks of two machines differ in speed by less. */
    private static final double SLOWEST_CLOCK = 0.998;

    public RateLimit {
        if (calls < 1 || windowMillis < 1 || guardMillis < 1) {
            throw new IllegalArgumentException(
                    "no limit: " + calls + " calls in " + windowMillis + " ms with a guard of " + guardMillis + " ms");
        }
    }

    /** The strictest of both: fewest calls, longest window, longest guard. */
    public RateLimit and(RateLimit other) {
        return new RateLimit(
                Math.min(calls, other.calls),
                Math.max(windowMillis, other.windowMillis),
                Math.max(guardMillis, other.guardMillis));
    }

    /** Whether the other is stricter in anything. */
    boolean exceeds(RateLimit other) {
        return !and(other).equals(this);
    }

    /** How long a permit counts after its claim was appended, by a clock that may be fast. */
    long countedNanos() {
        return (long) (TimeUnit.MILLISECONDS.toNanos(windowMillis + guardMillis) / SLOWEST_CLOCK);
    }

    long guardNanos() {
        return TimeUnit.MILLISECONDS.toNanos(guardMillis);
    }
}
