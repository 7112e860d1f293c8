package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
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

/** Whether workers that are ready stay so while others come and go, and how soon one that starts is. */
class ReadinessIT {
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private Landscape landscape;

    @BeforeEach
    void start(@TempDir Path folder) {
        landscape = new Landscape(folder, Rules::withoutLatency);
    }

    @AfterEach
    void stop() {
        watch.shutdownNow();
        landscape.close();
    }

    @Test
    void doesNotFlapDuringARebalance() throws Exception {
        // Given
        List<Map<String, String>> settings = landscape.settings(3);
        List<WorkerProcess> two =
                settings.subList(0, 2).stream().map(landscape::start).toList();
        two.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger notReady = new AtomicInteger();
        watch.scheduleWithFixedDelay(
                () -> {
                    two.forEach(worker -> notReady.addAndGet(worker.isReady() ? 0 : 1));
                    asked.incrementAndGet();
                },
                0,
                20,
                TimeUnit.MILLISECONDS);

        // When
        long from = System.nanoTime();
        WorkerProcess third = landscape.start(settings.get(2));
        third.awaitReady(Landscape.LIMIT);
        Duration ready = Duration.ofNanos(System.nanoTime() - from);
        Landscape.awaitPartitions(third, 2);
        third.terminate();
        int exit = third.awaitExit(Landscape.LIMIT);
        two.forEach(worker -> Landscape.awaitPartitions(worker, 3));
        watch.shutdown();
        assertThat(watch.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        // Then
        System.out.printf("ready %d ms after its start; asked %d times%n", ready.toMillis(), asked.get());
        assertThat(exit).isZero();
        assertThat(asked.get()).isGreaterThan(20);
        assertThat(notReady.get()).isZero();
    }
}
