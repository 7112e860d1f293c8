package io.partnerapi.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaReaderTest {

    @Test
    void namesThatNoClientKnowsAreDoubtedButHandedOn() {
        // Given
        Map<String, String> file = Map.of(
                "kafka.conumer.max.poll.records", "10",
                "kafka.consumer.max.poll.record", "10",
                "kafka.producer.max.poll.records", "10",
                "kafka.linger.ms", "5");
        KafkaReader reader = new KafkaReader(new Layers(Map.of(), file, "file", Map.of()), file.keySet());

        // When
        List<String> doubts = reader.doubtful();

        // Then
        assertThat(doubts)
                .containsExactly(
                        "No Kafka client knows kafka.conumer.max.poll.records; it is handed on.",
                        "No Kafka consumer knows kafka.consumer.max.poll.record; it is handed on."
                                + " Did you mean kafka.consumer.max.poll.records?",
                        "No Kafka producer knows kafka.producer.max.poll.records; it is handed on.");
        assertThat(reader.settings().consumer()).containsEntry("max.poll.record", "10");
    }
}
