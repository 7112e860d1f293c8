package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partner that refuses connections for a while. */
@Tag("long")
class OutageIT {
    private static final int COMMANDS = 60;
    private static final Duration OUTAGE = Duration.ofSeconds(12);

    @Test
    void commandsWaitForAPartnerThatIsDownAndNoneFailsOrIsCalledTwice(@TempDir Path folder) throws Exception {
        try (Landscape landscape = new Landscape(folder, Rules::withoutCallLimit)) {
            // Given
            WorkerProcess worker = landscape.startReady(1).get(0);
            landscape.partner.refuse();
            for (int i = 0; i < COMMANDS; i++) {
                landscape.send("ch-" + i, issue("issue-" + i));
                landscape.send("card-" + i, "{\"id\":\"read-" + i + "\",\"method\":\"GET\",\"path\":\"/cards\"}");
            }

            // When
            await().atMost(Landscape.LIMIT).untilAsserted(() -> assertThat(readiness(worker))
                    .contains("calls to target:api fail (Connection refused)"));
            await().during(OUTAGE)
                    .atMost(OUTAGE.multipliedBy(2))
                    .until(() -> landscape.results().isEmpty());
            landscape.partner.accept();

            // Then
            await().atMost(Landscape.LIMIT).until(() -> landscape.results().size() == 2 * COMMANDS);
            assertThat(landscape.results()).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
            Map<String, Integer> calls = landscape.partner.ledger().callsByCommand().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, call -> call.getValue().size()));
            assertThat(calls).hasSize(2 * COMMANDS).allSatisfy((id, times) -> assertThat(times)
                    .isEqualTo(1));
            assertThat(told(landscape)).contains("Paused", "Resumed");
        }
    }

    @Test
    void withoutASafeCommandAnUnsafeOneFindsOutThatThePartnerIsBack(@TempDir Path folder) throws Exception {
        try (Landscape landscape = new Landscape(folder, Rules::withoutCallLimit)) {
            // Given
            WorkerProcess worker = landscape.startReady(1).get(0);
            landscape.partner.refuse();
            landscape.send("ch-1", issue("issue-1"));
            await().atMost(Landscape.LIMIT).untilAsserted(() -> assertThat(readiness(worker))
                    .contains("calls to target:api fail (Connection refused)"));

            // When
            landscape.partner.accept();

            // Then
            assertThat(landscape.result("issue-1").outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(landscape.partner.ledger().effectsByCommand().get("issue-1"))
                    .hasSize(1);
            await().atMost(Landscape.LIMIT)
                    .untilAsserted(() -> assertThat(worker.isReady()).isTrue());
        }
    }

    private static List<String> told(Landscape landscape) {
        landscape.readToTheEnd("partner.quota");
        return landscape.read("partner.quota").stream()
                .map(record -> new String(record.value(), UTF_8))
                .filter(value -> value.contains("target:api"))
                .flatMap(value -> Stream.of("Paused", "Resumed").filter(value::contains))
                .toList();
    }

    private static String readiness(WorkerProcess worker) {
        return Landscape.get(worker.http().resolve("/health/ready"));
    }

    private static String issue(String id) {
        return "{\"id\":\"" + id + "\",\"method\":\"POST\",\"path\":\"/cards/cardholder-1-1\",\"body\":"
                + "{\"type\":\"VIRTUAL\",\"label\":\"test\"}}";
    }
}
