package io.partnerapi.worker.budget;

import io.partnerapi.worker.check.Checks;
import java.time.Duration;

/**
 * How many calls the workers behind one egress address may make together.
 *
 * @param calls most calls in any window; 0 means no limit
 * @param window length of the sliding window
 * @param guard longest time from the lease of a permit until its call arrives: half for the worker to make the call, half
 *     for its way; added to the window
 * @param egress name shared by the workers that share an outgoing address
 */
public record BudgetSettings(int calls, Duration window, Duration guard, String egress) {

    private static final int MOST_CALLS = 10_000_000;
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
    private static final Duration SHORTEST_GUARD = Duration.ofMillis(100);

    public BudgetSettings {
        new Checks()
                .between("budget.calls", calls, 0, MOST_CALLS)
                .between("budget.window", window, SHORTEST_WINDOW, LONGEST_WINDOW)
                .require(
                        guard.compareTo(SHORTEST_GUARD) >= 0 && guard.compareTo(window) < 0,
                        "budget.guard",
                        guard,
                        "must be from " + SHORTEST_GUARD + " to less than budget.window, which is " + window,
                        "Set it to twice the longest way of a request to the partner, such as PT5S")
                .name("budget.egress", egress)
                .orThrow();
    }
}
