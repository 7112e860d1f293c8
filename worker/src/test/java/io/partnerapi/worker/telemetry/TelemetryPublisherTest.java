package io.partnerapi.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.schemas.Decoded;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Resumed;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.schemas.TelemetryCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TelemetryPublisherTest {

    private final TelemetryCodec codec = new TelemetryCodec();

    @Test
    void eachRecordIsSentUnderItsKeyInOrder() {
        // Given
        MockProducer<byte[], byte[]> kafka = producer(true);
        TelemetryPublisher publisher = publisher(kafka);
        publisher.start();

        // When
        publisher.publish(record(1));
        publisher.publish(record(2));
        publisher.close();

        // Then
        assertThat(kafka.history()).extracting(this::decoded).containsExactly(record(1), record(2));
        assertThat(kafka.history()).extracting(ProducerRecord::topic).containsOnly("quota");
        assertThat(kafka.history())
                .extracting(sent -> new String(sent.key(), StandardCharsets.UTF_8))
                .containsOnly(record(1).key());
        assertThat(publisher.lost()).isZero();
    }

    @Test
    void whileKafkaBlocksTheNewestWaitAndTheOldestAreLostButThePublisherNeverIsHeldUp() {
        // Given
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        CountDownLatch sending = new CountDownLatch(1);
        MockProducer<byte[], byte[]> kafka = blocking(sending, kafkaIsBack);
        TelemetryPublisher publisher = publisher(kafka);
        publisher.start();
        publisher.publish(record(0));
        await().until(() -> sending.getCount() == 0);

        // When
        for (int number = 1; number <= TelemetryPublisher.MOST_WAITING + 5; number++) {
            publisher.publish(record(number));
        }
        long lostWhileDown = publisher.lost();
        kafkaIsBack.countDown();
        publisher.close();

        // Then
        assertThat(lostWhileDown).isEqualTo(5);
        assertThat(kafka.history()).hasSize(TelemetryPublisher.MOST_WAITING + 1);
        assertThat(decoded(kafka.history().get(1))).isEqualTo(record(6));
        assertThat(publisher.lost()).isEqualTo(5);
    }

    @Test
    void aRecordThatKafkaRefusesIsCountedAndTheNextIsSent() {
        // Given
        MockProducer<byte[], byte[]> kafka = producer(false);
        TelemetryPublisher publisher = publisher(kafka);
        publisher.start();
        publisher.publish(record(1));
        publisher.publish(record(2));
        await().until(() -> kafka.history().size() == 2);

        // When
        kafka.errorNext(new TimeoutException("no answer"));
        kafka.completeNext();
        publisher.close();

        // Then
        assertThat(publisher.lost()).isEqualTo(1);
    }

    @Test
    void aSendThatThrowsIsCountedAndTheThreadGoesOn() {
        // Given
        MockProducer<byte[], byte[]> kafka = producer(true);
        kafka.sendException = new TimeoutException("topic quota is not in the metadata");
        TelemetryPublisher publisher = publisher(kafka);
        publisher.start();
        publisher.publish(record(1));
        await().until(() -> publisher.lost() == 1);

        // When
        kafka.sendException = null;
        publisher.publish(record(2));
        publisher.close();

        // Then
        assertThat(kafka.history()).extracting(this::decoded).containsExactly(record(2));
        assertThat(publisher.lost()).isEqualTo(1);
    }

    @Test
    void afterTheCloseNothingIsSentAndEverythingCounted() {
        // Given
        MockProducer<byte[], byte[]> kafka = producer(true);
        TelemetryPublisher publisher = publisher(kafka);
        publisher.start();
        publisher.close();

        // When
        publisher.publish(record(1));

        // Then
        assertThat(kafka.history()).isEmpty();
        assertThat(publisher.lost()).isEqualTo(1);
    }

    private static TelemetryPublisher publisher(MockProducer<byte[], byte[]> kafka) {
        return new TelemetryPublisher(() -> kafka, "quota", System::nanoTime);
    }

    private static MockProducer<byte[], byte[]> producer(boolean completes) {
        return new MockProducer<>(completes, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static MockProducer<byte[], byte[]> blocking(CountDownLatch sending, CountDownLatch release) {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                sending.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return super.send(record, callback);
            }
        };
    }

    private static Telemetry record(int number) {
        return new Resumed(
                Instant.ofEpochSecond(number), "egress:default", new Reason("LIMIT_PASSED", "the rate fell"));
    }

    private Telemetry decoded(ProducerRecord<byte[], byte[]> sent) {
        Decoded<Telemetry> decoded = codec.decode(sent.value());
        return decoded.fold(value -> value, malformed -> {
            throw new AssertionError(malformed);
        });
    }
}
