package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** G5 in simulated time: whatever happens no window holds too many arrivals, and what is allowed is used. */
class SimulationTest {
    private static final Path REPORT = Path.of("SIMULATION.md");
    /** {@code -Dsimulation.seeds=1000} for a long run. */
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 40);

    @ParameterizedTest
    @EnumSource
    void noWindowHoldsMoreArrivalsThanTheLimit(Scenario scenario) {
        for (long seed = 0; seed < SEEDS; seed++) {
            // Given
            Duration window = Duration.ofSeconds(5 + seed % 10);
            Duration guard = Duration.ofMillis(500 + seed * 37 % 2_000);
            int calls = 10 + (int) (seed * 7 % 90);
            BudgetSettings settings = new BudgetSettings(calls, window, guard, 5, Map.of(), "default");
            Duration length = window.multipliedBy(6);
            Simulation simulation = scenario.start(settings, seed, length);
            simulation.slowest(20);

            // When
            simulation.time.advance(length);

            // Then
            assertThat(simulation.partner.most())
                    .as("%s, seed %d", scenario, seed)
                    .isBetween(1, calls);
        }
    }

    @Test
    void theReportIsWhatTheSimulationSays() throws IOException {
        // When
        String text = SimulationReport.text();

        // Then
        if (Boolean.getBoolean("simulation.write")) {
            Files.writeString(REPORT, text);
        }
        assertThat(REPORT).hasContent(text);
    }
}
