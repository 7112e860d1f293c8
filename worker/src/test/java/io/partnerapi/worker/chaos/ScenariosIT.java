package io.partnerapi.worker.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.evidence.Incident;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ChaosIT} does at random, one thing at a time. */
@Tag("long")
class ScenariosIT {
    private static final int RATE = 30;
    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void aRollingRestartUnderLoadLeavesNothingUnknown() throws Exception {
        // Given
        Step roll = step(SOON, Kind.WORKERS_ROLLED, 0);

        // When
        ChaosReport report = run(Setup.of(1, 1, 3), roll);

        // Then
        assertThat(report.breaches()).isEmpty();
        assertThat(report.unknown()).isEmpty();
        assertThat(report.exits())
                .hasSize(6)
                .allSatisfy(exit -> assertThat(exit.code()).as(exit.worker()).isZero());
    }

    @Test
    void aWorkerThatWakesAfterItsPartitionsMovedOnDoesNothingTwice() throws Exception {
        // Given
        Step freeze = step(SOON, Kind.WORKER_FROZEN_IN_TRANSACTION, 15);

        // When
        ChaosReport report = run(Setup.of(2, 1, 2), freeze);

        // Then
        assertThat(report.breaches()).isEmpty();
        assertThat(report.done()).isEqualTo(Map.of(Kind.WORKER_FROZEN_IN_TRANSACTION, 1));
        assertThat(report.evidence().incidents())
                .singleElement()
                .extracting(Incident::what)
                .asString()
                .endsWith("frozen");
    }

    @Test
    void coordinatorsThatMoveOrDieCostNothing() throws Exception {
        // Given
        Step move = step(SOON, Kind.COORDINATORS_MOVED, 0);
        Step kill = step(Duration.ofSeconds(6), Kind.GROUP_COORDINATOR_KILLED, 3);
        Step killOther = step(Duration.ofSeconds(14), Kind.TRANSACTION_COORDINATOR_KILLED, 3);

        // When
        ChaosReport report = run(Setup.of(3, 3, 2), move, kill, killOther);

        // Then
        assertThat(report.breaches()).isEmpty();
        assertThat(report.done())
                .isEqualTo(Map.of(
                        Kind.COORDINATORS_MOVED, 1,
                        Kind.GROUP_COORDINATOR_KILLED, 1,
                        Kind.TRANSACTION_COORDINATOR_KILLED, 1));
    }

    private ChaosReport run(Setup setup, Step... steps) throws Exception {
        try (ChaosRun run = new ChaosRun(folder, setup)) {
            ChaosReport report = run.run(List.of(steps), SOON, RATE);
            System.out.println(report);
            return report;
        }
    }

    private static Step step(Duration at, Kind kind, int seconds) {
        return new Step(at, kind, Duration.ofSeconds(seconds), 0);
    }
}
