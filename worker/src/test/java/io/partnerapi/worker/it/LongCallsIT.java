package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Latency;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions move, and workers end, while unsafe calls are on the wire that take long. */
@Tag("long")
class LongCallsIT {
    private static final int KEYS = 12;
    private static final Duration SLOW = Duration.ofSeconds(20);
    /** Surely longer than a worker takes to start and join, and some more. */
    private static final Duration VERY_SLOW = Duration.ofSeconds(30);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(40);

    private Landscape landscape;
    private List<Map<String, String>> settings;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, rules -> rules.withoutCallLimit().withoutLatency());
        settings = landscape.settings(2);
        settings.forEach(each -> {
            each.put("partner.call-timeout", CALL_TIMEOUT.toString());
            each.put("cluster.expected-members", "1");
        });
    }

    @AfterEach
    void stop() {
        landscape.close();
    }

    /** The second worker's partitions are its own at once; the next command of each key waits for the answer to the first. */
    @Test
    void aWorkerThatJoinsWaitsForTheCallsOfTheOther() {
        // Given
        settings.forEach(each -> each.put("worker.stop-timeout", "PT1M"));
        WorkerProcess first = ready(settings.get(0));
        onTheWire("first", VERY_SLOW);
        IntStream.range(0, KEYS).forEach(key -> issue(key, "second"));

        // When
        landscape.partner.controls().rules(Rules::withoutLatency);
        WorkerProcess second = ready(settings.get(1));

        // Then
        await().atMost(Landscape.LIMIT.multipliedBy(2))
                .until(() -> landscape.results().size() == 2 * KEYS);
        assertThat(landscape.results()).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
        assertThat(landscape.partner.ledger().callsByCommand())
                .hasSize(2 * KEYS)
                .allSatisfy((id, calls) -> assertThat(calls).hasSize(1));
        Map<String, Long> arrived = arrivals();
        IntStream.range(0, KEYS).forEach(key -> assertThat(arrived.get("second-" + key) - arrived.get("first-" + key))
                .as("key %s: nanoseconds between two calls of which the first takes %s", key, VERY_SLOW)
                .isGreaterThan(VERY_SLOW.minusMillis(100).toNanos()));
        List.of(first, second).forEach(WorkerProcess::terminate);
        assertThat(List.of(first, second)).allSatisfy(worker -> assertThat(worker.awaitExit(Landscape.LIMIT))
                .isZero());
    }

    @Test
    void aWorkerThatIsAskedToStopWaitsForItsCallsAsLongAsItMay() {
        // Given
        settings.get(0).put("worker.stop-timeout", "PT1M");
        WorkerProcess worker = ready(settings.get(0));
        onTheWire("call", SLOW);

        // When
        worker.terminate();

        // Then
        assertThat(worker.awaitExit(Duration.ofMinutes(1))).isZero();
        landscape.readToTheEnd("partner.results");
        assertThat(landscape.results())
                .hasSize(KEYS)
                .extracting(Result::outcome)
                .containsOnly(Outcome.ANSWERED);
    }

    @Test
    void aWorkerThatCanWaitNoLongerPublishesItselfWhatItKnowsOfItsCalls() {
        // Given
        settings.get(0).put("worker.stop-timeout", "PT20S");
        WorkerProcess worker = ready(settings.get(0));
        onTheWire("call", VERY_SLOW);

        // When
        worker.terminate();

        // Then
        assertThat(worker.awaitExit(Duration.ofSeconds(30))).isZero();
        landscape.readToTheEnd("partner.results");
        assertThat(landscape.results()).hasSize(KEYS).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(result.worker()).isEqualTo("worker-1");
            assertThat(result.attempts()).hasSize(1);
            assertThat(result.attempts().get(0).error()).contains("asked to stop");
        });
    }

    /** The quiet time and the call together take longer than a call may. */
    @Test
    void aSlowCallAfterAQuietTimeIsAnswered() {
        // Given
        Duration quiet = Duration.ofMillis(4_500);
        settings.get(0).put("partner.call-timeout", "PT5S");
        ready(settings.get(0));
        issue(1, "quick");
        landscape.result("quick-1");
        await().during(quiet)
                .atMost(Landscape.LIMIT)
                .until(() -> landscape.results().size() == 1);

        // When
        landscape.partner.controls().rules(rules -> rules.withLatency(Latency.fixed(Duration.ofMillis(2_500))));
        issue(1, "slow");

        // Then
        assertThat(landscape.result("slow-1").outcome()).isEqualTo(Outcome.ANSWERED);
    }

    private WorkerProcess ready(Map<String, String> of) {
        WorkerProcess worker = landscape.start(of);
        worker.awaitReady(Landscape.LIMIT);
        return worker;
    }

    /** One slow call of each key, arrived and not answered. */
    private void onTheWire(String name, Duration time) {
        landscape.partner.controls().rules(rules -> rules.withLatency(Latency.fixed(time)));
        IntStream.range(0, KEYS).forEach(key -> issue(key, name));
        await().atMost(Landscape.LIMIT)
                .until(() -> landscape.partner.ledger().callsByCommand().size() == KEYS);
    }

    private void issue(int key, String name) {
        landscape.send(
                "key-" + key,
                "{\"id\":\"" + name + "-" + key + "\",\"method\":\"POST\",\"path\":\"/cards/cardholder-1-1\",\"body\":"
                        + "{\"type\":\"VIRTUAL\",\"label\":\"test\"}}");
    }

    private Map<String, Long> arrivals() {
        return landscape.partner.ledger().callsByCommand().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, calls -> calls.getValue().get(0).nanos()));
    }
}
