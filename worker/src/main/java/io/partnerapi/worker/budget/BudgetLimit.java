package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;

/**
 * The partner's limit and how it is kept: at most {@code calls} arrive in any sliding window.
 *
 * @param calls most calls in a window, at least 1
 * @param windowMillis length of the window
 * @param guardMillis longest time from the moment a permit is leased until its call arrives at the partner: half of it
 *     for the permit to be spent, half for the call to travel and for clocks that differ
 */
public record BudgetLimit(int calls, long windowMillis, long guardMillis) implements Serializable {

    private static final long FINEST_SLICE_MILLIS = 50;
    private static final int SLICES_PER_WINDOW = 300;

    public BudgetLimit {
        if (calls < 1 || windowMillis < 1 || guardMillis < 2) {
            throw new IllegalArgumentException(
                    "no limit: " + calls + " calls in " + windowMillis + " ms with a guard of " + guardMillis + " ms");
        }
    }

    public static BudgetLimit of(BudgetSettings settings) {
        return new BudgetLimit(
                settings.calls(), settings.window().toMillis(), settings.guard().toMillis());
    }

    /** How long a leased permit counts. */
    public long spanMillis() {
        return windowMillis + guardMillis;
    }

    /** Permits leased within this time are counted as one. */
    public long sliceMillis() {
        return Math.max(FINEST_SLICE_MILLIS, windowMillis / SLICES_PER_WINDOW);
    }

    /** Age at which a leased permit may no longer be spent. */
    public Duration useBy() {
        return Duration.ofMillis(guardMillis / 2);
    }
}
