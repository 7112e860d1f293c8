package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.sandbox.partner.QuotaRule;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the token endpoint sees of a cluster that ends, starts again, or may not ask. */
@Tag("long")
class TokenIT {
    private static final String READ = "{\"id\":\"%s\",\"method\":\"GET\",\"path\":\"/cards\"}";
    private static final Duration STOP_LIMIT = Landscape.LIMIT;

    private Landscape landscape;

    @BeforeEach
    void start(@TempDir Path folder) {
        landscape = new Landscape(folder, Rules::withoutLatency);
    }

    @AfterEach
    void stop() {
        landscape.close();
    }

    @Test
    void aFullRestartAsksForNothing() throws Exception {
        // Given
        List<Map<String, String>> settings = landscape.settings(2);
        List<WorkerProcess> workers = ready(settings);
        workers.forEach(WorkerProcess::terminate);
        workers.forEach(worker -> assertThat(worker.awaitExit(STOP_LIMIT)).isZero());

        // When
        List<WorkerProcess> again = ready(settings);
        landscape.send(null, READ.formatted("after"));

        // Then
        assertThat(landscape.result("after").status()).isEqualTo(200);
        assertThat(landscape.partner.ledger().tokenRequests()).isEqualTo(1);
        assertThat(again).allMatch(WorkerProcess::isReady);
    }

    @Test
    void killingEveryWorkerAtOnceCostsNoRequest() throws Exception {
        // Given
        List<Map<String, String>> settings = landscape.settings(2);
        List<WorkerProcess> workers = ready(settings);
        await().atMost(Landscape.LIMIT).until(() -> landscape.remembers("token|"));
        workers.forEach(WorkerProcess::kill);

        // When
        ready(settings);
        landscape.send(null, READ.formatted("after"));

        // Then
        assertThat(landscape.result("after").status()).isEqualTo(200);
        assertThat(landscape.partner.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void whoeverIsLeftGoesOnWithTheTokenItHas() throws Exception {
        // Given
        List<WorkerProcess> workers = landscape.startReady(3);

        // When
        workers.get(0).kill();
        workers.get(2).kill();
        landscape.send(null, READ.formatted("after"));

        // Then
        assertThat(landscape.result("after").status()).isEqualTo(200);
        assertThat(landscape.partner.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void whoeverIsLeftOfTwoGoesOnRefreshing() throws Exception {
        // Given
        landscape.partner.controls().rules(rules -> rules.withTokenLifetime(Duration.ofSeconds(20)));
        List<WorkerProcess> workers = landscape.startReady(2);
        workers.get(0).kill();
        long before = landscape.partner.ledger().tokenRequests();

        // When
        await().atMost(Landscape.LIMIT).until(() -> landscape.partner.ledger().tokenRequests() > before + 1);
        landscape.send(null, READ.formatted("after"));

        // Then
        assertThat(landscape.result("after").status()).isEqualTo(200);
        List<Instant> asked = landscape.partner.ledger().entries().stream()
                .filter(entry -> entry.endpoint() == Endpoint.TOKEN)
                .map(LedgerEntry::at)
                .toList();
        for (int i = 1; i < asked.size(); i++) {
            // Due 14 s after it was begun; the first request of a cold worker can take seconds to arrive.
            assertThat(Duration.between(asked.get(i - 1), asked.get(i))).isGreaterThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aSpentQuotaIsWaitedForWithoutARequestAlsoOverARestart() throws Exception {
        // Given
        Duration window = Duration.ofSeconds(20);
        landscape.partner.controls().rules(rules -> rules.withTokenLifetime(Duration.ofSeconds(6))
                .withTokenQuota(new QuotaRule("per_20_s", 1, window)));
        List<Map<String, String>> settings = landscape.settings(1);
        WorkerProcess first = landscape.start(settings.get(0));
        first.awaitReady(Landscape.LIMIT);

        // When
        await().atMost(Landscape.LIMIT).until(() -> Landscape.get(first.http().resolve("/health/ready"))
                .contains("the token quota per_20_s is spent"));
        first.kill();
        WorkerProcess second = landscape.start(settings.get(0));
        landscape.send(null, READ.formatted("waits"));

        // Then
        Result result = landscape.result("waits");
        assertThat(result.status()).isEqualTo(200);
        assertThat(landscape.partner.ledger().entries())
                .filteredOn(entry -> entry.endpoint() == Endpoint.TOKEN)
                .extracting(LedgerEntry::status)
                .as("more than one in a window would be refused")
                .hasSizeGreaterThan(1)
                .containsOnly(200);
        assertThat(second.isAlive()).isTrue();
    }

    @Test
    void aValidTokenThatIsNotAcceptedIsReplacedOnceByAllWorkers() throws Exception {
        // Given
        landscape.startReady(3);
        landscape.partner.controls().revokeTokens();

        // When
        landscape.send(null, READ.formatted("healed"));
        Result healed = landscape.result("healed");
        landscape.partner.controls().revokeTokens();
        for (int i = 0; i < 20; i++) {
            landscape.send(
                    "key-" + i,
                    "{\"id\":\"c-" + i + "\",\"method\":\"POST\",\"path\":\"/cards/cardholder-1-1\","
                            + "\"body\":{\"type\":\"VIRTUAL\",\"label\":\"l\"}}");
        }

        // Then
        assertThat(healed.status()).isEqualTo(200);
        for (int i = 0; i < 20; i++) {
            assertThat(landscape.result("c-" + i).status()).isEqualTo(401);
        }
        assertThat(landscape.partner.ledger().tokenRequests()).isEqualTo(2);
    }

    private List<WorkerProcess> ready(List<Map<String, String>> settings) {
        List<WorkerProcess> workers = settings.stream().map(landscape::start).toList();
        workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        return workers;
    }
}
