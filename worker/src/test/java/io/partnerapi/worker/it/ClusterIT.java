package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Latency;
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

/** What three workers of one cluster make of commands while one of them goes away. */
@Tag("long")
class ClusterIT {
    private static final int COMMANDS = 600;

    private Landscape landscape;
    private List<WorkerProcess> workers;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, rules -> rules.withoutCallLimit()
                .withLatency(Latency.between(Duration.ofMillis(20), Duration.ofMillis(80))));
        workers = landscape.startReady(3);
    }

    @AfterEach
    void stop() {
        landscape.close();
    }

    @Test
    void aWorkerThatIsAskedToStopHandsItsWorkOverClean() {
        // Given
        produce();
        await().atMost(Landscape.LIMIT).until(() -> landscape.results().size() > COMMANDS / 5);

        // When
        workers.get(0).terminate();

        // Then
        assertThat(workers.get(0).awaitExit(Landscape.LIMIT)).isZero();
        Map<String, List<Result>> results = allResults();
        assertThat(results.values()).allSatisfy(each -> assertThat(each).hasSize(1));
        assertThat(landscape.results()).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
        assertThat(landscape.partner.ledger().callsByCommand().values())
                .allSatisfy(calls -> assertThat(calls).hasSize(1));
        assertThat(landscape.partner.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void aWorkerThatIsKilledCostsNoResultAndNoSecondEffect() {
        // Given
        produce();
        await().atMost(Landscape.LIMIT).until(() -> landscape.results().size() > COMMANDS / 5);

        // When
        workers.get(0).kill();

        // Then
        Map<String, List<Result>> results = allResults();
        assertThat(results.values()).allSatisfy(each -> assertThat(each).hasSize(1));
        assertThat(landscape.partner.ledger().effectsByCommand().values())
                .allSatisfy(effects -> assertThat(effects).hasSize(1));
        assertThat(landscape.results()).extracting(Result::outcome).isSubsetOf(Outcome.ANSWERED, Outcome.UNKNOWN);
        assertThat(landscape.partner.ledger().tokenRequests()).isEqualTo(1);
    }

    private void produce() {
        IntStream.range(0, COMMANDS).forEach(i -> {
            String cardholder = "cardholder-" + (1 + i % 3) + "-" + (1 + i % 2);
            landscape.send(
                    "key-" + i % 60,
                    i % 3 == 0
                            ? "{\"id\":\"c-" + i + "\",\"method\":\"POST\",\"path\":\"/cards/" + cardholder
                                    + "\",\"body\":{\"type\":\"VIRTUAL\",\"label\":\"l\"}}"
                            : "{\"id\":\"c-" + i + "\",\"method\":\"GET\",\"path\":\"/cards\"}");
        });
    }

    /** Every command's results, once each has one and, with the workers stopped, no more can come. */
    private Map<String, List<Result>> allResults() {
        await().atMost(Landscape.LIMIT).until(() -> byId().size() == COMMANDS);
        workers.stream().filter(WorkerProcess::isAlive).forEach(WorkerProcess::terminate);
        workers.forEach(worker -> worker.awaitExit(Landscape.LIMIT));
        landscape.readToTheEnd("partner.results");
        return byId();
    }

    private Map<String, List<Result>> byId() {
        return landscape.results().stream().collect(Collectors.groupingBy(Result::id));
    }
}
