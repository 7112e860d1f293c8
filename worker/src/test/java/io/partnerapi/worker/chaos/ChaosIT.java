package io.partnerapi.worker.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.process.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every guarantee of {@link io.partnerapi.sandbox.guarantee} holds while workers, broker and partner suffer.
 *
 * <p>{@code -Dchaos.minutes}, {@code -Dchaos.seed}, {@code -Dchaos.rate} (commands per second) and {@code -Dchaos.kinds}
 * (names of {@link Kind}, comma-separated) choose another run; the same seed gives the same commands and steps.
 */
class ChaosIT {
    private static final double MINUTES = Double.parseDouble(System.getProperty("chaos.minutes", "1"));
    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final int RATE = Integer.getInteger("chaos.rate", 60);
    private static final String KINDS = System.getProperty("chaos.kinds", "");

    @Test
    void everyGuaranteeHoldsWhateverHappens() throws Exception {
        // Given
        Duration length = Duration.ofSeconds((long) (MINUTES * 60));
        List<Step> schedule = Schedule.of(SEED, length, kinds());
        Path folder = Folders.temporary("chaos-");
        ChaosReport report;

        // When
        try (ChaosRun run = new ChaosRun(folder, SEED)) {
            report = run.run(schedule, length, RATE);
        }

        // Then
        System.out.println(report);
        Files.write(folder.resolve("breaches.txt"), report.breaches());
        Files.write(folder.resolve("incidents.txt"), report.incidents());
        assertThat(report.breaches()).as("all of it in %s", folder).isEmpty();
        Folders.delete(folder);
    }

    private static Set<Kind> kinds() {
        return KINDS.isEmpty()
                ? EnumSet.allOf(Kind.class)
                : Arrays.stream(KINDS.split(","))
                        .map(Kind::valueOf)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }
}
