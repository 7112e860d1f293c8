package io.partnerapi.worker.chaos;

import io.partnerapi.schemas.Telemetry;
import io.partnerapi.schemas.TelemetryCodec;
import io.partnerapi.schemas.TokenRefreshed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads which workers said that they got a token. */
final class TokenReports {
    private static final Duration POLL = Duration.ofMillis(200);

    private TokenReports() {}

    /** All of the topic, by time. */
    static List<TokenRefreshed> read(String bootstrapServers, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<TokenRefreshed> all = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (telemetry(record.value()) instanceof TokenRefreshed refreshed) {
                        all.add(refreshed);
                    }
                }
            }
            all.sort(Comparator.comparing(TokenRefreshed::at));
            return all;
        }
    }

    private static Telemetry telemetry(byte[] value) {
        return new TelemetryCodec().decode(value).fold(record -> record, problem -> {
            throw new IllegalStateException(problem.toString());
        });
    }
}
