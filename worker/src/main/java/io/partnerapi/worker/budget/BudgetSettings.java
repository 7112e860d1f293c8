package io.partnerapi.worker.budget;

import io.partnerapi.worker.check.Checks;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many calls the workers behind one egress address may make together.
 *
 * @param calls most calls in any window; 0 means no limit
 * @param window length of the sliding window
 * @param guard longest time from the lease of a permit until its call arrives: half for the worker to make the call, half
 *     for its way; added to the window
 * @param lowestShare percentage of scarce permits that the priorities below the best get, in equal parts
 * @param weights how many of scarce permits an organization gets while another gets one; 1 for those not named
 * @param egress name shared by the workers that share an outgoing address
 */
public record BudgetSettings(
        int calls, Duration window, Duration guard, int lowestShare, Map<String, Integer> weights, String egress) {

    private static final int MOST_CALLS = 10_000_000;
    private static final int MOST_LOWEST_SHARE = 50;
    private static final int MOST_WEIGHT = 1_000;
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
    private static final Duration SHORTEST_GUARD = Duration.ofMillis(100);

    public BudgetSettings {
        weights = Map.copyOf(weights);
        new Checks()
                .between("budget.calls", calls, 0, MOST_CALLS)
                .between("budget.window", window, SHORTEST_WINDOW, LONGEST_WINDOW)
                .require(
                        guard.compareTo(SHORTEST_GUARD) >= 0 && guard.compareTo(window) < 0,
                        "budget.guard",
                        guard,
                        "must be from " + SHORTEST_GUARD + " to less than budget.window, which is " + window,
                        "Set it to twice the longest way of a request to the partner, such as PT5S")
                .between("budget.lowest-share", lowestShare, 0, MOST_LOWEST_SHARE)
                .require(
                        weights.values().stream().allMatch(weight -> weight >= 1 && weight <= MOST_WEIGHT),
                        "budget.weights",
                        weights,
                        "must be weights from 1 to " + MOST_WEIGHT,
                        "Give the organizations that others weigh less than a weight, such as 3")
                .name("budget.egress", egress)
                .orThrow();
    }

    /**
     * Reads {@code id:weight} pairs between commas.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Map<String, Integer> parseWeights(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split(":", -1))
                .collect(Collectors.toMap(
                        BudgetSettings::organization,
                        pair -> Integer.parseInt(pair[1].strip()),
                        BudgetSettings::twice));
    }

    private static String organization(String[] pair) {
        if (pair.length != 2 || pair[0].isBlank()) {
            throw new IllegalArgumentException(String.join(":", pair));
        }
        return pair[0].strip();
    }

    private static Integer twice(Integer one, Integer other) {
        throw new IllegalArgumentException("named twice, with weights " + one + " and " + other);
    }
}
