package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record whose result its topic does not take costs that record its full result, and no other anything. */
class OneRecordIT {
    private static final Duration EXIT_LIMIT = Landscape.LIMIT;
    /** Near a megabyte: a header without name and value takes two bytes. */
    private static final int EMPTY_HEADERS = 500_000;

    private static Landscape landscape;
    private static Map<String, String> settings;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, Rules::withoutLatency);
        landscape.kafka.createTopic("small-replies", 1, Map.of("max.message.bytes", "2000"));
        landscape.kafka.createTopic("compacted-replies", 1, Map.of("cleanup.policy", "compact"));
        settings = landscape.settings(1).get(0);
        settings.put("topics.reply-allowed", "replies,small-replies,compacted-replies");
    }

    @AfterAll
    static void stop() {
        landscape.close();
    }

    @Test
    void aRecordThatItsTopicDoesNotTakeCostsOnlyThatRecord() throws Exception {
        // Given
        WorkerProcess worker = landscape.start(settings);
        worker.awaitReady(Landscape.LIMIT);

        // When
        landscape.send(
                "k",
                read("many-headers"),
                Collections.nCopies(2 * EMPTY_HEADERS, "").toArray(String[]::new));
        landscape.send(
                "k", "no command", Collections.nCopies(2 * EMPTY_HEADERS, "").toArray(String[]::new));
        landscape.send("k", read("small"), ResultHeaders.REPLY_TOPIC, "small-replies", "baggage", "x".repeat(5_000));
        landscape.send(null, read("no-key"), ResultHeaders.REPLY_TOPIC, "compacted-replies");
        List<String> others = IntStream.range(0, 50).mapToObj(i -> "other-" + i).toList();
        others.forEach(id -> landscape.send(id, read(id)));

        // Then
        assertThat(others)
                .allSatisfy(id -> assertThat(landscape.result(id).outcome()).isEqualTo(Outcome.ANSWERED));
        assertThat(landscape.result("many-headers").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(landscape.result("many-headers").reason().code()).isEqualTo("HEADERS_TOO_LARGE");
        assertStub("small", "RESULT_TOO_LARGE", "small-replies");
        assertStub("no-key", "RESULT_NOT_ACCEPTED", "compacted-replies");
        ConsumerRecord<byte[], byte[]> deadLetter = await().atMost(Landscape.LIMIT)
                .until(() -> landscape.read("partner.dead-letters"), list -> !list.isEmpty())
                .get(0);
        assertThat(deadLetter.value()).asString(UTF_8).isEqualTo("no command");
        assertThat(deadLetter.headers().lastHeader("dl_left_out").value())
                .asString(UTF_8)
                .isEqualTo("headers");
        assertThat(landscape.log(worker)).contains("partner.commands-").contains("small-replies");
        assertThat(worker.isReady()).isTrue();
        worker.terminate();
        assertThat(worker.awaitExit(EXIT_LIMIT)).isZero();
    }

    /** The partner's answer with its status, on the results topic, naming what is left out, and of which record. */
    private static void assertStub(String id, String code, String topic) {
        Result result = landscape.result(id);
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body()).isNull();
        assertThat(result.reason().code()).isEqualTo(code);
        assertThat(result.reason().detail())
                .contains(
                        topic,
                        "partner.commands-" + result.source().partition() + "@"
                                + result.source().offset());
    }

    private static String read(String id) {
        return "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/organizations\"}";
    }
}
