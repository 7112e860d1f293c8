package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Limits;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker in the heap that the compose file gives it, before a backlog of which each kind would fill that heap. */
class HeapIT {
    private static final Duration LONG = Duration.ofSeconds(150);

    private static Landscape landscape;
    private static WorkerProcess worker;
    private static int read;
    private static final Map<String, List<Outcome>> ended = new HashMap<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, Rules::withoutCallLimit);
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.put("partner.call-timeout", "PT15S");
        settings.put("partner.max-response-bytes", "768 KiB");
        worker = landscape.start(settings, "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
        worker.awaitReady(Landscape.LIMIT);
    }

    @AfterAll
    static void stop() {
        landscape.close();
    }

    @AfterEach
    void heal() {
        landscape.partner.controls().clearFaults();
    }

    @Test
    void commandsMayBeManyAndOfManySmallFields() {
        // When
        send("fields", 4_000, "POST", body(15_000));

        // Then
        assertThat(answers("fields", 4_000)).containsOnly(Outcome.ANSWERED);
    }

    @Test
    void commandsMayBeAsLongAsTheContractAllows() {
        // When
        send("long", 60, "POST", body(Limits.MAX_COMMAND_BYTES - 1_000));

        // Then
        assertThat(answers("long", 60)).containsOnly(Outcome.ANSWERED);
    }

    @Test
    void asManyLongAnswersAsCallsInFlight() {
        // Given
        landscape.partner.controls().inject(Fault.always(Endpoint.API, new FaultAction.OversizedBody(700 << 10)));

        // When
        send("answer", 300, "GET", "");

        // Then
        assertThat(answers("answer", 300)).containsOnly(Outcome.ANSWERED);
    }

    @Test
    void headersWithoutBytesTakeHeapToo() {
        // When
        for (int i = 0; i < 12; i++) {
            ProducerRecord<byte[], byte[]> record = Landscape.record(
                    "partner.commands",
                    "bomb",
                    "{\"id\":\"headers-" + i + "\",\"method\":\"GET\",\"path\":\"/cards\"}");
            IntStream.range(0, 500_000).forEach(n -> record.headers().add("", null));
            landscape.send(record);
        }

        // Then
        assertThat(answers("headers", 12)).containsOnly(Outcome.REFUSED);
    }

    private static void send(String kind, int count, String method, String body) {
        IntStream.range(0, count)
                .forEach(i -> landscape.send(
                        kind + i,
                        "{\"id\":\"" + kind + "-" + i + "\",\"method\":\"" + method + "\",\"path\":\"/cards/card-1\""
                                + body + "}"));
    }

    /** A JSON body of about so many bytes in small fields. */
    private static String body(int bytes) {
        return IntStream.range(0, bytes / 16)
                .mapToObj(i -> "\"n%05d\":\"v%03d\"".formatted(i, i % 1_000))
                .collect(Collectors.joining(",", ",\"body\":{", "}"));
    }

    /** How the commands of a kind ended; each result is read once, since they are long. */
    private static List<Outcome> answers(String kind, int count) {
        return await().atMost(LONG)
                .until(
                        () -> {
                            assertThat(worker.isAlive()).as("the worker lives").isTrue();
                            List<ConsumerRecord<byte[], byte[]>> all = landscape.read("partner.results");
                            while (read < all.size()) {
                                Result result = Landscape.result(all.get(read++));
                                ended.computeIfAbsent(result.id().split("-")[0], k -> new ArrayList<>())
                                        .add(result.outcome());
                                all = read == all.size() ? landscape.read("partner.results") : all;
                            }
                            return ended.getOrDefault(kind, List.of());
                        },
                        found -> found.size() == count);
    }
}
