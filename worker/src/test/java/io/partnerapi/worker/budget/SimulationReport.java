package io.partnerapi.worker.budget;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What every {@link Scenario} comes to at the partner's real limit, as it stands in the repository. */
final class SimulationReport {
    private static final BudgetSettings SETTINGS =
            new BudgetSettings(900, Duration.ofMinutes(5), Duration.ofSeconds(5), 5, Map.of(), "default");
    private static final Duration WARM_UP = Duration.ofMinutes(30);
    private static final Duration LENGTH = Duration.ofHours(2);
    private static final long SEED = 1;

    private SimulationReport() {}

    static String text() {
        return """
                # The call budget in simulation

                Workers, their ledger and a partner in simulated time, the real limit of 900 calls in 5 minutes with a guard of \
                5 s, for two hours after half an hour; one seed, so the same figures every time. All that decides about permits \
                is what the worker runs; the grid, Kafka, the wire and the partner are simulated. `SimulationTest` fails if this \
                file differs from what it would write: `-Dsimulation.write=true` writes it.

                | scenario | used of 900 per 5 min | most in a window | refused | urgent, p50 and p99 wait | others, p50 and p99 wait | expired | fairness | grid operations per worker and second |
                |--|--|--|--|--|--|--|--|--|
                %s

                Fairness is Jain's index over the tenants that always wait. Waits are from production to call, in a backlog that \
                is kept at three windows' worth of commands.
                """.formatted(
                Arrays.stream(Scenario.values()).map(SimulationReport::row).collect(Collectors.joining("\n")));
    }

    private static String row(Scenario scenario) {
        Duration end = WARM_UP.plus(LENGTH);
        Simulation s = scenario.start(SETTINGS, SEED, end);
        s.time.advance(WARM_UP);
        String cold = waits(s, 0);
        s.forgetWaits();
        long before = s.partner.arrived();
        long operations = s.ledger.operations.size();
        s.time.advance(LENGTH);
        double perWorker = (s.ledger.operations.size() - operations) / (double) LENGTH.toSeconds() / scenario.workers;
        boolean several = scenario.priorities.length > 1;
        return String.format(
                Locale.ROOT,
                "| %s: %s | %.1f %% | %d | %d | %s | %s | %d | %s | %.2f |",
                scenario.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                scenario.said,
                100 * s.utilisation(before, LENGTH),
                s.partner.most(),
                s.partner.refused(),
                several ? waits(s, 0) + " (in the first half hour " + cold + ")" : "",
                several ? waits(s, scenario.priorities[1]) : waits(s, 0),
                s.expired(),
                scenario == Scenario.TENANTS ? String.format(Locale.ROOT, "%.3f", s.fairness("tenant-")) : "",
                perWorker);
    }

    private static String waits(Simulation s, int priority) {
        return String.format(
                Locale.ROOT,
                "%.2f s, %.2f s",
                s.waited(priority, 50).toMillis() / 1_000.0,
                s.waited(priority, 99).toMillis() / 1_000.0);
    }
}
