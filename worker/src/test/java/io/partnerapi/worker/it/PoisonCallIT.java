package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that fail for a reason of their own, for ever, while the partner is well. */
class PoisonCallIT {
    /** Eight attempts with the pauses between them, and the breaker open now and then. */
    private static final Duration END_OF_POISON = Duration.ofMinutes(4);

    private Landscape landscape;
    private WorkerProcess worker;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, Rules::withoutCallLimit);
        worker = landscape.startReady(1).get(0);
        landscape
                .partner
                .controls()
                .inject(Fault.always(Endpoint.API, FaultAction.Answer.json(504, "{}"))
                        .on("GET", "poison"));
    }

    @AfterEach
    void stop() {
        landscape.close();
    }

    @Test
    void aReadThatAlwaysFailsIsNotTheOnlyProbeAndComesToAnEnd() {
        // Given
        landscape.send("alone", "{\"id\":\"poison\",\"method\":\"GET\",\"path\":\"/poison/1\"}");
        await().atMost(Landscape.LIMIT).until(() -> Landscape.get(worker.http().resolve("/health/ready"))
                .contains("calls to target:api fail"));

        // When
        for (int i = 0; i < 10; i++) {
            landscape.send(
                    "post-" + i, "{\"id\":\"post-" + i + "\",\"method\":\"POST\",\"path\":\"/things\",\"body\":{}}");
        }

        // Then
        IntStream.range(0, 10)
                .forEach(
                        i -> assertThat(landscape.result("post-" + i).outcome()).isEqualTo(Outcome.ANSWERED));
        Result end = landscape.result("poison", END_OF_POISON);
        assertThat(end.status()).isEqualTo(504);
        assertThat(end.attempts()).hasSizeBetween(8, 20);
    }

    @Test
    void aKeyWhoseCommandsAllFailDoesNotKeepOtherKeysOfItsPartitionWaiting() {
        // When
        IntStream.range(0, 800).forEach(i -> sendToOnePartition("failing", "failing-" + i, "/poison/" + i));
        IntStream.range(0, 40).forEach(i -> sendToOnePartition("key-" + i, "other-" + i, "/cards/card-1"));

        // Then
        IntStream.range(0, 40)
                .forEach(i ->
                        assertThat(landscape.result("other-" + i).outcome()).isEqualTo(Outcome.ANSWERED));
        assertThat(landscape.results()).extracting(Result::id).doesNotContain("failing-799");
    }

    private void sendToOnePartition(String key, String id, String path) {
        String value = "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"" + path + "\"}";
        landscape.send(new ProducerRecord<>("partner.commands", 0, key.getBytes(UTF_8), value.getBytes(UTF_8)));
    }
}
