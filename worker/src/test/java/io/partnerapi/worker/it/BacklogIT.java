package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backlogs that are many times as large as the heap. */
@Tag("long")
class BacklogIT {
    private static final int COMMANDS = 1_000_000;
    /** Several times what fits the heap; {@code -Dbacklog.commands=100000} takes minutes. */
    private static final int LONG_COMMANDS = Integer.getInteger("backlog.commands", 20_000);

    private static final int IN_FLIGHT = 64;
    /** Calls of which each found the partner hanging; those that were under way when the breaker opened among them. */
    private static final int MOST_CALLS_IN_VAIN = 2 * IN_FLIGHT;

    @Test
    void aWorkerWaitsInASmallHeapSaysWhyAndGoesOnByItself(@TempDir Path folder) throws Exception {
        try (Landscape landscape = new Landscape(folder, Rules::withoutCallLimit)) {
            // Given
            landscape.partner.controls().inject(Fault.always(Endpoint.API, new FaultAction.Hang()));
            IntStream.range(0, COMMANDS)
                    .forEach(i -> landscape.send(
                            "card-" + i % 5_000,
                            "{\"id\":\"backlog-" + i + "\",\"method\":\"GET\",\"path\":\"/cards/card-" + i % 50
                                    + "\"}"));
            Map<String, String> settings = landscape.settings(1).get(0);
            settings.put("worker.in-flight", Integer.toString(IN_FLIGHT));
            WorkerProcess worker =
                    landscape.start(settings, "-Xmx96m", "-XX:MaxDirectMemorySize=32m", "-XX:+ExitOnOutOfMemoryError");

            // When
            await().atMost(Landscape.LIMIT).untilAsserted(() -> assertThat(readiness(worker))
                    .contains("calls to target:api fail (no whole answer within PT3S)"));
            await().during(Duration.ofSeconds(15))
                    .atMost(Landscape.LIMIT)
                    .until(() -> worker.isAlive() && landscape.results().isEmpty());
            long inVain = landscape.partner.ledger().callsByCommand().size();
            landscape.partner.controls().clearFaults();

            // Then
            assertThat(inVain).isLessThan(MOST_CALLS_IN_VAIN);
            await().atMost(Landscape.LIMIT).until(() -> landscape.results().size() > 1_000);
            assertThat(landscape.results()).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
            worker.terminate();
            assertThat(worker.awaitExit(Landscape.LIMIT)).isZero();
        }
    }

    @Test
    void longCommandsGoThroughTheHeapOfTheComposeFile(@TempDir Path folder) throws Exception {
        try (Landscape landscape =
                new Landscape(folder, rules -> rules.withoutCallLimit().withoutLatency())) {
            // Given
            String fields = IntStream.range(0, 940)
                    .mapToObj(i -> "\"n%05d\":\"v%03d\"".formatted(i, i))
                    .collect(Collectors.joining(","));
            IntStream.range(0, LONG_COMMANDS)
                    .forEach(i -> landscape.send(
                            "thing-" + i % 5_000,
                            "{\"id\":\"long-" + i + "\",\"method\":\"POST\",\"path\":\"/things\",\"body\":{" + fields
                                    + "}}"));

            // When
            WorkerProcess worker = landscape.start(landscape.settings(1).get(0), "-Xmx256m");

            // Then
            await().atMost(Duration.ofMinutes(10)).until(() -> {
                landscape.readToTheEnd("partner.results");
                return !worker.isAlive() || landscape.read("partner.results").size() == LONG_COMMANDS;
            });
            assertThat(worker.isAlive()).isTrue();
        }
    }

    private static String readiness(WorkerProcess worker) {
        return Landscape.get(worker.http().resolve("/health/ready"));
    }
}
