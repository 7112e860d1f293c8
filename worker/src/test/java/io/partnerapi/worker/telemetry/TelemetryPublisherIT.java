package io.partnerapi.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.partnerapi.sandbox.kafka.EmbeddedKafka;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Resumed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TelemetryPublisherIT {

    private static final Resumed RESUMED =
            new Resumed(Instant.ofEpochSecond(1), "egress:default", new Reason("LIMIT_PASSED", "the rate fell"));

    @Test
    void whatIsPublishedArrivesOnTheTopic() {
        try (EmbeddedKafka kafka = new EmbeddedKafka().start()) {
            // Given
            kafka.createTopic("quota", 1, Map.of());
            TelemetryPublisher publisher = publisher(kafka.bootstrapServers());
            publisher.start();

            // When
            publisher.publish(RESUMED);
            publisher.close();

            // Then
            ConsumerRecord<byte[], byte[]> arrived = only(kafka);
            assertThat(new String(arrived.key(), StandardCharsets.UTF_8)).isEqualTo(RESUMED.key());
            assertThat(new String(arrived.value(), StandardCharsets.UTF_8)).contains("egress:default");
            assertThat(publisher.lost()).isZero();
        }
    }

    @Test
    void withoutABrokerTheCloseIsBoundedAndTheLossCounted() {
        // Given
        TelemetryPublisher publisher = publisher("127.0.0.1:1");
        publisher.start();
        publisher.publish(RESUMED);

        // When
        long start = System.nanoTime();
        assertThatCode(publisher::close).doesNotThrowAnyException();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        // Then
        assertThat(took)
                .as("Kafka's own limit is two minutes")
                .isLessThan(TelemetryPublisher.LONGEST_CLOSE.plusSeconds(30));
        assertThat(publisher.lost()).isEqualTo(1);
    }

    private static TelemetryPublisher publisher(String bootstrapServers) {
        return new TelemetryPublisher(Map.of("bootstrap.servers", bootstrapServers), "quota", "w-1");
    }

    private static ConsumerRecord<byte[], byte[]> only(EmbeddedKafka kafka) {
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        TopicPartition partition = new TopicPartition("quota", 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(60));
            assertThat(records.count()).isEqualTo(1);
            return records.iterator().next();
        }
    }
}
