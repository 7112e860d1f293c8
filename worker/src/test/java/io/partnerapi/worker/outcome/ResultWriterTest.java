package io.partnerapi.worker.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.partnerapi.schemas.BinaryBody;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import io.partnerapi.schemas.ResultHeaders;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.outcome.ResultWriter.Seal;
import io.partnerapi.worker.settle.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultWriterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, List<String>> JSON =
            Map.of("content-type", List.of("application/json"), "set-cookie", List.of("session=1"));

    private static final Reason WHY = new Reason("RESULT_TOO_LARGE", "Topic results takes no such record.");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ResultWriter writer =
            new ResultWriter("results", "worker-1", Recipients.none(), new EchoedHeaders(List.of()), clock);

    @Test
    void aJsonAnswerIsPassedOnUnchangedUnderTheCommandsKey() {
        // When
        ProducerRecord<byte[], byte[]> record = write(
                        answer(JSON, "{\"amount\":1.10,\"id\":12345678901234567890}"), null)
                .record();

        // Then
        assertThat(new String(record.value(), UTF_8))
                .contains("\"body\":{\"amount\":1.10,\"id\":12345678901234567890}");
        assertThat(record.key()).isEqualTo("card-1".getBytes(UTF_8));
        assertThat(record.topic()).isEqualTo("results");
        assertThat(read(record).headers()).containsOnlyKeys("content-type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Application/JSON",
                "application/json;charset=UTF-8",
                "application/Problem+JSON ; a=b",
                "a/b+json"
            })
    void aJsonAnswerIsRecognizedHoweverItsTypeIsWritten(String type) {
        // When
        Result result = read(
                write(answer(Map.of("content-type", List.of(type)), "{}"), null).record());

        // Then
        assertThat(result.body()).isNotNull();
        assertThat(result.bodyBytes()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/jsonl", "text/plain; like=application/x+json"})
    void anAnswerThatIsNoJsonIsPassedOnAsBytes(String type) {
        // When
        Result result = read(
                write(answer(Map.of("content-type", List.of(type)), "{}"), null).record());

        // Then
        assertThat(result.body()).isNull();
        assertThat(result.bodyBytes()).isNotNull();
        assertThat(new String(result.bodyBytes().toByteArray(), UTF_8)).isEqualTo("{}");
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                Arguments.of(bytes("\uFEFF{}"), "must not start with a byte order mark"),
                Arguments.of(bytes("{\"secret\":\"\\ud83d\"}"), "holds half a surrogate pair in a string"),
                Arguments.of(bytes("{\"secret\":1,\"secret\":2}"), "holds a value that is given more than once"),
                Arguments.of(new byte[] {'"', (byte) 0xff, '"'}, "is not UTF-8 text"),
                Arguments.of(bytes("[".repeat(101) + "]".repeat(101)), "at most 100 levels"),
                Arguments.of(bytes("{\"secret\":"), "ends before the JSON is complete"),
                Arguments.of(bytes("{} 4711"), "has something after its end"),
                Arguments.of(bytes("{\"a\":\n secret}"), "is not JSON at line 2, column 2"),
                Arguments.of(bytes("<secret>"), "is not JSON at line 1"),
                Arguments.of(bytes("9".repeat(1_001)), "1000 characters in a number"),
                Arguments.of(bytes(" "), "is empty"));
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void aJsonAnswerThatMustStayBytesSaysWhyAndRepeatsNothing(byte[] body, String why) {
        // Given
        Ending ending = new Ending(Outcome.ANSWERED, 200, JSON, body, null);

        // When
        Result result = read(write(ending, null).record());

        // Then
        assertThat(result.body()).isNull();
        assertThat(result.bodyBytes()).isEqualTo(BinaryBody.of(body));
        assertThat(result.reason()).isNotNull();
        assertThat(result.reason().code()).isEqualTo("BODY_NOT_JSON");
        assertThat(result.reason().detail()).contains(why).doesNotContain("secret", "4711");
    }

    @Test
    void aJsonAnswerThatIsEncodedSaysSo() {
        // Given
        Map<String, List<String>> headers =
                Map.of("content-type", List.of("application/json"), "content-encoding", List.of("gzip"));

        // When
        Result result = read(write(answer(headers, "\u001f\u008b"), null).record());

        // Then
        assertThat(result.bodyBytes()).isNotNull();
        assertThat(result.reason()).isNotNull();
        assertThat(result.reason().detail()).contains("Content-Encoding");
    }

    @Test
    void theCommandsHeadersAreEchoedAndMakeACloudEventWithOurs() {
        // When
        ProducerRecord<byte[], byte[]> record = write(answer(JSON, "{}"), null).record();

        // Then
        assertThat(header(record, ResultHeaders.CORRELATION_ID)).isEqualTo("abc");
        assertThat(header(record, ResultHeaders.CE_ID)).isEqualTo("commands/3/42");
        assertThat(header(record, ResultHeaders.CE_TYPE)).isEqualTo(ResultHeaders.TYPE);
        assertThat(header(record, ResultHeaders.CE_TIME)).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(record.headers().headers(ResultHeaders.CE_ID)).hasSize(1);
    }

    @Test
    void theSubstituteForAnAnswerTooLargeKeepsTheStatusAndSaysSo() {
        // When
        Result small = read(
                write(answer(JSON, "{\"big\":true}"), null).smaller().apply(WHY).record());

        // Then
        assertThat(small.status()).isEqualTo(200);
        assertThat(small.body()).isNull();
        assertThat(small.reason()).isNotNull();
        assertThat(small.reason().code()).isEqualTo("RESULT_TOO_LARGE");
    }

    @Test
    void whatIsLeftOfAResultNeedsNeitherTheAskersTopicNorTheCommandsKey() {
        // Given
        Ending ending = new Ending(
                Outcome.UNKNOWN, null, Map.of(), null, new Reason("NO_ANSWER", "It may have been processed."));
        Output whole = writer.write(command(), new Address("replies", 2), "1", ending, null, List.of(), NOW);

        // When
        Output stub = whole.elsewhere().apply(new Reason("REPLY_TOPIC_UNAVAILABLE", "Topic replies is gone."));
        Output bare = stub.smaller().apply(WHY);

        // Then
        assertThat(stub.record().topic()).isEqualTo("results");
        assertThat(stub.record().partition()).isNull();
        assertThat(stub.record().key()).isEqualTo("card-1".getBytes(UTF_8));
        assertThat(stub.record().headers().lastHeader(ResultHeaders.CORRELATION_ID))
                .isNull();
        assertThat(header(stub.record(), ResultHeaders.CE_ID)).isEqualTo("commands/3/42");
        Result result = read(stub.record());
        assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(result.reason().code()).isEqualTo("REPLY_TOPIC_UNAVAILABLE");
        assertThat(result.reason().detail()).contains("Topic replies is gone.", "left out", "NO_ANSWER");
        assertThat(bare.record().key()).isEqualTo("1".getBytes(UTF_8));
        assertThat(bare.smaller()).isNull();
    }

    @Test
    void aSensitiveAnswerLeavesOnlyEncryptedToItsRecipient(@TempDir Path folder) throws Exception {
        // Given
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("org-1").generate();
        Path file = Files.writeString(folder.resolve("keys.json"), new JWKSet(key.toPublicJWK()).toString());
        ResultWriter sealing =
                new ResultWriter("results", "worker-1", Recipients.load(file), new EchoedHeaders(List.of()), clock);
        Map<String, List<String>> headers =
                Map.of("content-type", List.of("application/json"), "location", List.of("/cards/4111111111111111"));

        // When
        Output output = sealing.write(
                command(),
                new Address("results", null),
                "1",
                answer(headers, "{\"pan\":\"4111111111111111\"}"),
                new Seal("org-1"),
                List.of(),
                NOW);

        // Then
        Result result = read(output.record());
        assertThat(new String(output.record().value(), UTF_8)).doesNotContain("4111111111111111");
        assertThat(new String(output.smaller().apply(WHY).record().value(), UTF_8))
                .doesNotContain("4111111111111111");
        JWEObject sealed = JWEObject.parse(result.body().toTree().textValue());
        sealed.decrypt(new ECDHDecrypter(key));
        assertThat(sealed.getPayload().toString()).isEqualTo("{\"pan\":\"4111111111111111\"}");
    }

    private Output write(Ending ending, @Nullable Seal seal) {
        return writer.write(command(), new Address("results", null), "1", ending, seal, List.of(), NOW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Ending answer(Map<String, List<String>> headers, String body) {
        return new Ending(Outcome.ANSWERED, 200, headers, body.getBytes(UTF_8), null);
    }

    private static Result read(ProducerRecord<byte[], byte[]> record) {
        return new ResultCodec().decode(record.value()).fold(result -> result, problem -> {
            throw new AssertionError(problem);
        });
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return new String(header.value(), UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> command() {
        ConsumerRecord<byte[], byte[]> command =
                new ConsumerRecord<>("commands", 3, 42, "card-1".getBytes(UTF_8), new byte[0]);
        command.headers().add(ResultHeaders.CORRELATION_ID, "abc".getBytes(UTF_8));
        command.headers().add(ResultHeaders.CE_ID, "theirs".getBytes(UTF_8));
        return command;
    }
}
