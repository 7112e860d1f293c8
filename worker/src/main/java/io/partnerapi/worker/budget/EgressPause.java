package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;

/**
 * The pause after the partner's load balancer refused a call: first nobody calls, then, for as long again, the group
 * calls at a tenth of its rate. A refusal in that second part pauses twice as long. Immutable.
 *
 * @param untilMillis end of the pause on the ledger's clock
 * @param lengthMillis how long it was; 0: there was none
 * @param leased permits since its end, while the ramp lasts
 */
public record EgressPause(long untilMillis, long lengthMillis, int leased) implements Serializable {

    static final EgressPause NONE = new EgressPause(0, 0, 0);

    private static final long SHORTEST_MILLIS = 1_000;
    private static final int PARTS_OF_WINDOW = 10;
    private static final int RAMP_DIVISOR = 10;

    /** What a first refusal costs. */
    static Duration shortest(BudgetLimit limit) {
        return Duration.ofMillis(Math.max(SHORTEST_MILLIS, limit.windowMillis() / PARTS_OF_WINDOW));
    }

    /** Milliseconds in which nobody gets a permit; 0 when not paused. Never more than its length, whatever the clock. */
    long remaining(long now) {
        return Math.max(0, Math.min(untilMillis - now, lengthMillis));
    }

    /** Whether the ramp is over too. */
    boolean isOver(long now) {
        return remaining(now) == 0 && !ramping(now);
    }

    boolean ramping(long now) {
        return remaining(now) == 0 && now - untilMillis < lengthMillis;
    }

    /** How many permits may be leased now: in the ramp one at once, the others at a tenth of the rate. */
    int allowed(BudgetLimit limit, long now) {
        if (remaining(now) > 0) {
            return 0;
        }
        long ramp = 1 + (now - untilMillis) * limit.calls() / (limit.windowMillis() * RAMP_DIVISOR);
        return ramping(now) ? (int) Math.max(0, ramp - leased) : Integer.MAX_VALUE;
    }

    EgressPause leased(int permits, long now) {
        return ramping(now) ? new EgressPause(untilMillis, lengthMillis, leased + permits) : this;
    }

    /** When the ramp allows one more, or ends. */
    Duration next(BudgetLimit limit, long now) {
        long grown = -Math.floorDiv(-leased * limit.windowMillis() * RAMP_DIVISOR, limit.calls());
        return Duration.ofMillis(Math.max(1, untilMillis + Math.min(grown, lengthMillis) - now));
    }

    /** The pause after a refusal; one that was refused while already paused belongs to the same pause. */
    EgressPause refused(BudgetLimit limit, long now) {
        if (remaining(now) > 0) {
            return this;
        }
        long shortest = shortest(limit).toMillis();
        long longest = Math.max(shortest, limit.windowMillis());
        long length = ramping(now) ? Math.min(longest, lengthMillis * 2) : shortest;
        return new EgressPause(now + length, length, 0);
    }
}
