package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;

/**
 * The partner's limit and how it is kept: at most {@code calls} arrive in any sliding window.
 *
 * @param calls most calls in a window, at least 1
 * @param windowMillis length of the window
 * @param guardMillis longest time from the moment a permit is leased until its call arrives at the partner: half of it
 *     for the permit to be spent, half for the call to travel
 * @param best the best priority there is; the others are paced
 * @param lowestShare percentage of scarce permits that the priorities below the best get, in equal parts
 */
public record BudgetLimit(int calls, long windowMillis, long guardMillis, int best, int lowestShare)
        implements Serializable {

    private static final long FINEST_SLICE_MILLIS = 50;
    private static final int SLICES_PER_WINDOW = 300;
    private static final int DRIFT_DIVISOR = 1_000;
    private static final int RESERVE_DIVISOR = 20;
    private static final int LEAST_RESERVE = 8;

    public BudgetLimit {
        if (calls < 1 || windowMillis < 1 || guardMillis < 2) {
            throw new IllegalArgumentException(
                    "no limit: " + calls + " calls in " + windowMillis + " ms with a guard of " + guardMillis + " ms");
        }
    }

    /** @param best the best priority of all topics */
    public static BudgetLimit of(BudgetSettings settings, int best) {
        return new BudgetLimit(
                settings.calls(),
                settings.window().toMillis(),
                settings.guard().toMillis(),
                best,
                settings.lowestShare());
    }

    /** How long a leased permit counts of which nothing more is heard. */
    long leasedMillis() {
        return arrivedMillis() + guardMillis;
    }

    /** How long a call counts from when it is known to have arrived: a thousandth more, since clocks differ in speed. */
    long arrivedMillis() {
        return windowMillis + windowMillis / DRIFT_DIVISOR;
    }

    /** Permits entered within this time are counted as one. */
    long sliceMillis() {
        return Math.max(FINEST_SLICE_MILLIS, windowMillis / SLICES_PER_WINDOW);
    }

    /** Permits that may be leased beyond what was last saved; after a restart of all workers so many count as spent. */
    int reserve() {
        return Math.min(calls, Math.max(LEAST_RESERVE, calls / RESERVE_DIVISOR));
    }

    /** Age at which a leased permit may no longer be spent. */
    public Duration useBy() {
        return Duration.ofMillis(guardMillis / 2);
    }
}
