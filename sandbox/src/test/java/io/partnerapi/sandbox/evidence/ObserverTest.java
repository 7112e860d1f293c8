package io.partnerapi.sandbox.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.kafka.EmbeddedKafka;
import io.partnerapi.schemas.DeadLetterHeaders;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import io.partnerapi.schemas.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ObserverTest {
    private static final EmbeddedKafka KAFKA = new EmbeddedKafka();
    private static final Duration LONG = Duration.ofSeconds(30);

    private String results = "";
    private String deadLetters = "";

    @BeforeAll
    static void start() {
        KAFKA.start();
    }

    @AfterAll
    static void close() {
        KAFKA.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        results = test.getTestMethod().orElseThrow().getName() + ".results";
        deadLetters = test.getTestMethod().orElseThrow().getName() + ".dead-letters";
        KAFKA.createTopic(results, 2, Map.of());
        KAFKA.createTopic(deadLetters, 1, Map.of());
    }

    @Test
    void seesWhatIsCommittedAndNothingElse() {
        try (Observer observer = observer().start();
                Producer<byte[], byte[]> producer = producer(Map.of("transactional.id", "observed"))) {
            // Given
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(result("given-up", 1));
            producer.abortTransaction();

            // When
            producer.beginTransaction();
            producer.send(result("done", 1));
            producer.send(deadLetter("2"));
            producer.commitTransaction();
            boolean all = observer.await(2, LONG, () -> true);

            // Then
            assertThat(all).isTrue();
            assertThat(observer.counts()).isEqualTo(Map.of(How.ANSWERED, 1, How.DEAD_LETTER, 1));
            assertThat(observer.endings())
                    .extracting(Ending::source)
                    .containsExactlyInAnyOrder(
                            new Position("partner.commands", 0, 1), new Position("partner.commands", 0, 2));
            assertThat(observer.unreadable()).isEmpty();
        }
    }

    @Test
    void setsAsideWhatBreaksTheContract() {
        try (Observer observer = observer().start();
                Producer<byte[], byte[]> producer = producer(Map.of())) {
            // Given
            producer.send(new ProducerRecord<>(results, 0, null, "{}".getBytes(UTF_8)));
            producer.send(deadLetter("two"));
            producer.flush();

            // When
            observer.finish(LONG);

            // Then
            assertThat(observer.endings()).isEmpty();
            assertThat(observer.unreadable()).hasSize(2).anySatisfy(what -> assertThat(what)
                    .startsWith(results + "-0@0: "));
        }
    }

    @Test
    void readsOnToTheEndAfterItWasToldToFinish() {
        try (Observer observer = observer();
                Producer<byte[], byte[]> producer = producer(Map.of())) {
            // Given
            for (int offset = 0; offset < 100; offset++) {
                producer.send(result("c" + offset, offset));
            }
            producer.flush();

            // When
            observer.finish(LONG);

            // Then
            assertThat(observer.endings()).hasSize(100);
        }
    }

    @Test
    void countsACommandOnceWhileItWaits() {
        try (Observer observer = observer().start();
                Producer<byte[], byte[]> producer = producer(Map.of())) {
            // Given
            producer.send(result("same", 1));
            producer.send(result("same", 1));
            producer.flush();

            // When
            boolean two = observer.await(2, Duration.ofSeconds(2), () -> true);

            // Then
            assertThat(two).isFalse();
            assertThat(observer.endings()).hasSize(2);
        }
    }

    @Test
    void stopsWaitingWhenNobodyIsLeftToWaitFor() {
        try (Observer observer = observer().start()) {
            // When
            boolean one = observer.await(1, LONG, () -> false);

            // Then
            assertThat(one).isFalse();
        }
    }

    private Observer observer() {
        return new Observer(KAFKA.bootstrapServers(), results, deadLetters, System::nanoTime);
    }

    private ProducerRecord<byte[], byte[]> result(String id, long offset) {
        Result result = new Result(
                id,
                Outcome.ANSWERED,
                200,
                Map.of(),
                null,
                null,
                null,
                List.of(),
                new Source("partner.commands", 0, offset),
                "worker",
                Instant.EPOCH,
                Instant.EPOCH);
        return new ProducerRecord<>(results, "key".getBytes(UTF_8), new ResultCodec().encode(result));
    }

    private ProducerRecord<byte[], byte[]> deadLetter(String offset) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(deadLetters, new byte[0]);
        letter.headers().add(DeadLetterHeaders.SOURCE_TOPIC, "partner.commands".getBytes(UTF_8));
        letter.headers().add(DeadLetterHeaders.SOURCE_PARTITION, "0".getBytes(UTF_8));
        letter.headers().add(DeadLetterHeaders.SOURCE_OFFSET, offset.getBytes(UTF_8));
        return letter;
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", KAFKA.bootstrapServers());
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
