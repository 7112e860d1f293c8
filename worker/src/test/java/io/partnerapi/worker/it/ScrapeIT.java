package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.process.WorkerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scrape costs after many commands with ids, keys and paths of their own; {@code -Dscrape.commands} says how many. */
@Tag("long")
class ScrapeIT {
    private static final int COMMANDS = Integer.getInteger("scrape.commands", 3_000);
    private static final int WARM = 200;
    /** Kafka clients show the meters of topics and brokers when they have run for a minute. */
    private static final Duration ALL_THERE = Landscape.LIMIT.plusMinutes(1);

    private static final String LAST = "kafka_consumer_fetch_manager_records_lag{";
    /** As users run it; other tests' workers live too shortly for the second compiler. */
    private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

    private static final int SCRAPES = 1_000;

    private Landscape landscape;

    @BeforeEach
    void start(@TempDir Path folder) {
        landscape = new Landscape(folder, rules -> rules.withoutLatency().withoutCallLimit());
    }

    @AfterEach
    void stop() {
        landscape.close();
    }

    @Test
    void staysAsLargeAsItWas() throws Exception {
        // Given
        WorkerProcess worker = landscape.start(landscape.settings(1).get(0), BOTH_COMPILERS);
        worker.awaitReady(Landscape.LIMIT);
        URI metrics = worker.http().resolve("/metrics");
        produce(0, WARM);
        await().atMost(ALL_THERE).until(() -> Landscape.get(metrics).contains(LAST));
        Scrape before = scrape(metrics);

        // When
        produce(WARM, WARM + COMMANDS);

        // Then
        Scrape after = scrape(metrics);
        System.out.printf("after %d commands: %s; after %d more: %s%n", WARM, before, COMMANDS, after);
        Set<String> came = new TreeSet<>(after.series());
        came.removeAll(before.series());
        assertThat(came)
                .as("new series")
                .allMatch(series -> series.startsWith("kafka_")
                        || series.startsWith("partner_worker_attempts_total{operation=\"other\","))
                .noneMatch(series -> series.contains("key-") || series.contains("c-") || series.contains("unheard"))
                .hasSizeLessThan(10);
    }

    private void produce(int from, int to) {
        for (int i = from; i < to; i++) {
            landscape.send(
                    "key-" + i, "{\"id\":\"c-" + i + "\",\"method\":\"GET\",\"path\":\"/unheard-of/" + i + "\"}");
        }
        await().atMost(Duration.ofMinutes(10))
                .until(() -> landscape.read("partner.results").size() == to);
    }

    private static Scrape scrape(URI metrics) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(metrics).build();
        String text = "";
        long[] micros = new long[SCRAPES];
        for (int i = 0; i < SCRAPES; i++) {
            long from = System.nanoTime();
            text = client.send(request, BodyHandlers.ofString()).body();
            micros[i] = (System.nanoTime() - from) / 1_000;
        }
        Arrays.sort(micros);
        Set<String> series = text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Scrape(text.length(), series, micros[SCRAPES / 2], micros[SCRAPES * 9 / 10]);
    }

    /** @param series what is measured, each with its labels */
    private record Scrape(int bytes, Set<String> series, long medianMicros, long p90Micros) {
        @Override
        public String toString() {
            return "%d bytes, %d series, median %d us, p90 %d us"
                    .formatted(bytes, series.size(), medianMicros, p90Micros);
        }
    }
}
