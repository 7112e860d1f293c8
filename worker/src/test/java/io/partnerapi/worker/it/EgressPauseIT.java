package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three workers that keep up with commands at a steady rate, and one refusal of the partner's load balancer. */
class EgressPauseIT {
    /** A tenth of the window of the budget below. */
    private static final Duration PAUSE = Duration.ofSeconds(6);

    private static final int MILLIS_BETWEEN = 25;
    private static final int FEW = 80;
    /** When the last call may come that was on its way; {@code -Dpause.millis=1000} on a machine with nothing else to do. */
    private static final Duration STOPPED = Duration.ofMillis(Long.getLong("pause.millis", PAUSE.toMillis() / 2));

    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private Landscape landscape;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, rules -> rules.withoutLatency().withoutCallLimit());
        List<Map<String, String>> settings = landscape.settings(3);
        settings.forEach(each -> {
            each.put("budget.calls", "6000");
            each.put("budget.window", "PT1M");
        });
        List<WorkerProcess> workers = settings.stream().map(landscape::start).toList();
        workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        workers.forEach(worker -> Landscape.awaitPartitions(worker, 2));
    }

    @AfterEach
    void stop() {
        load.shutdownNow();
        landscape.close();
    }

    @Test
    void oneRefusalPausesAllWorkersAtOnce() throws Exception {
        // Given
        load.scheduleAtFixedRate(this::send, 0, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
        await().atMost(Landscape.LIMIT)
                .during(Duration.ofSeconds(2))
                .until(() -> sent.get() - arrived().size() < FEW);

        // When
        landscape
                .partner
                .controls()
                .inject(Fault.always(
                                Endpoint.API, new FaultAction.Answer(429, Map.of("Server", "awselb/2.0"), "limited"))
                        .times(1));
        await().atMost(Landscape.LIMIT).until(() -> refusal() != null);
        Instant refused = refusal().at();
        await().atMost(Landscape.LIMIT)
                .until(() -> arrived().stream().anyMatch(entry -> entry.at().isAfter(refused.plus(PAUSE))));
        load.shutdown();
        assertThat(load.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        await().atMost(Landscape.LIMIT).until(() -> landscape.results().size() == sent.get());

        // Then
        List<Duration> after = arrived().stream()
                .map(entry -> Duration.between(refused, entry.at()))
                .filter(since -> since.compareTo(Duration.ZERO) > 0)
                .sorted()
                .toList();
        Duration stopped = after.stream()
                .filter(since -> since.compareTo(PAUSE.dividedBy(2)) < 0)
                .reduce(Duration.ZERO, (last, next) -> next);
        System.out.printf(
                "the last call came %d ms after the refusal, the next %d ms after it%n",
                stopped.toMillis(),
                after.stream()
                        .filter(since -> since.compareTo(stopped) > 0)
                        .findFirst()
                        .orElseThrow()
                        .toMillis());
        assertThat(after)
                .noneMatch(since -> since.compareTo(STOPPED) > 0 && since.compareTo(PAUSE.minusMillis(100)) < 0);
        assertThat(landscape.results()).extracting(result -> result.status()).containsOnly(200);
    }

    private void send() {
        int i = sent.getAndIncrement();
        landscape.send("key-" + i, "{\"id\":\"c-" + i + "\",\"method\":\"GET\",\"path\":\"/cards\"}");
    }

    private LedgerEntry refusal() {
        return arrived().stream()
                .filter(entry -> entry.status() == 429)
                .findFirst()
                .orElse(null);
    }

    private List<LedgerEntry> arrived() {
        return landscape.partner.ledger().entries().stream()
                .filter(entry -> entry.endpoint() == Endpoint.API)
                .toList();
    }
}
