package io.partnerapi.worker.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.process.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every guarantee of {@link io.partnerapi.sandbox.guarantee} holds while workers, brokers and partner suffer.
 *
 * <p>System properties choose another run, {@code -Dchaos.}: {@code minutes}, {@code seed}, {@code rate} (commands per
 * second), {@code kinds} (names of {@link Kind}, comma-separated), {@code gap} (seconds between two steps, such as
 * {@code 25-30}), {@code brokers}, {@code protocol} ({@code classic} or {@code consumer}) and {@code session} (seconds
 * until the brokers give a silent member up under {@code consumer}; 0 for their default), {@code workers}, {@code token}
 * (seconds that a token is good for), {@code calls} (the partner's limit in ten seconds; 0 for none), {@code patience} (seconds that a
 * command may wait for nothing, and the partitions of a dead worker stand still). The same properties give the same commands and steps.
 */
@Tag("long")
class ChaosIT {
    private static final double MINUTES = Double.parseDouble(System.getProperty("chaos.minutes", "1"));
    private static final int RATE = Integer.getInteger("chaos.rate", 60);
    private static final String KINDS = System.getProperty("chaos.kinds", "");
    private static final String GAP = System.getProperty("chaos.gap", "1-15");
    private static final Setup SETUP = new Setup(
            Long.getLong("chaos.seed", 1),
            Integer.getInteger("chaos.brokers", 1),
            Integer.getInteger("chaos.workers", 3),
            System.getProperty("chaos.protocol", "classic"),
            Duration.ofSeconds(Integer.getInteger("chaos.session", 0)),
            Duration.ofSeconds(Integer.getInteger("chaos.token", 86_400)),
            Integer.getInteger("chaos.calls", 0),
            Duration.ofSeconds(Integer.getInteger("chaos.patience", Setup.PATIENCE_SECONDS)),
            KINDS.contains("GRID_"));

    @Test
    void everyGuaranteeHoldsWhateverHappens() throws Exception {
        // Given
        Duration length = Duration.ofSeconds((long) (MINUTES * 60));
        List<Step> schedule =
                Schedule.of(SETUP.seed(), length, Kind.parse(KINDS, SETUP.brokers()), Schedule.Gap.parse(GAP));
        Path folder = Folders.temporary("chaos-");
        ChaosReport report;

        // When
        try (ChaosRun run = new ChaosRun(folder, SETUP)) {
            report = run.run(schedule, length, RATE);
        }

        // Then
        System.out.println(report);
        Files.write(folder.resolve("breaches.txt"), report.breaches());
        Files.write(folder.resolve("incidents.txt"), report.incidents());
        assertThat(report.breaches()).as("all of it in %s", folder).isEmpty();
        Folders.delete(folder);
    }
}
