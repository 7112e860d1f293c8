package io.partnerapi.worker.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Outcome;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.outcome.EchoedHeaders;
import io.partnerapi.worker.outcome.Ending;
import io.partnerapi.worker.outcome.Recipients;
import io.partnerapi.worker.outcome.ResultWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a command's value to the request, and from the answer to the value of its result. */
class NumbersKeepTheirTextTest extends CallsOverTls {
    private static final String NUMBERS = "{\"n\":[1e2,-0,-0.0,0.0000001,1.0,1.00,1E-07,12345678901234567890123456789,"
            + "0.1000000000000000055511151231257827,1e999999999999]}";

    @ParameterizedTest
    @EnumSource(Wire.class)
    void whatACommandSaysThePartnerReadsAndWhatItAnswersTheResultSays(Wire wire) throws Exception {
        // Given
        CompletableFuture<String> request = new CompletableFuture<>();
        try (RawPartner partner = RawPartner.speaking(wire, peer -> {
            peer.request();
            request.complete(new String(peer.requestBody, UTF_8));
            peer.echo();
            peer.closed();
        })) {
            TestCaller caller =
                    TestCaller.patient(vertx, partner.url(), partner.authority(folder), Duration.ofSeconds(30));

            // When
            Answered answer = (Answered) TestCaller.await(caller.post(NUMBERS));

            // Then
            assertThat(request.get(10, TimeUnit.SECONDS)).isEqualTo(NUMBERS);
            assertThat(result(answer)).contains("\"body\":" + NUMBERS);
        }
    }

    private static String result(Answered answer) {
        ResultWriter writer = new ResultWriter(
                "results", "worker-1", Recipients.none(), new EchoedHeaders(List.of()), Clock.systemUTC());
        Ending ending = new Ending(Outcome.ANSWERED, answer.status(), answer.headers(), answer.body(), null);
        ConsumerRecord<byte[], byte[]> command = new ConsumerRecord<>("commands", 0, 0, new byte[0], new byte[0]);
        return new String(
                writer.write(command, new Address("results", null), "id-1", ending, null, List.of(), Instant.EPOCH)
                        .record()
                        .value(),
                UTF_8);
    }
}
