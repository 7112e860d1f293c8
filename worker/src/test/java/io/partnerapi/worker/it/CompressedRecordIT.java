package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.DeadLetterHeaders;
import io.partnerapi.schemas.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of a few kilobytes, on a topic without a limit, that are hundreds of megabytes once they are uncompressed. */
class CompressedRecordIT {
    /** More than the heap, and what fits only if hardly anything else is there. */
    private static final int HUGE = 260 << 20;

    private static final int TIGHT = 200 << 20;
    private static final int LARGE = 20 << 20;

    @Test
    void aRecordLargerThanTheHeapIsADeadLetterAndTheOthersOfItsPartitionGoOn(@TempDir Path folder) throws Exception {
        try (Landscape landscape = new Landscape(folder, Rules::withoutLatency)) {
            // Given
            landscape.send(command("before"));
            List<RecordMetadata> bombs = List.of(
                    produce(landscape, "zstd", HUGE),
                    produce(landscape, "gzip", TIGHT),
                    produce(landscape, "lz4", LARGE));
            landscape.send(command("after"));
            WorkerProcess worker = landscape.start(landscape.settings(1).get(0), "-Xmx256m");

            // When
            assertThat(landscape.result("before").outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(landscape.result("after").outcome()).isEqualTo(Outcome.ANSWERED);

            // Then
            await().atMost(Landscape.LIMIT)
                    .until(() -> landscape.read("partner.dead-letters").size() == 3);
            List<ConsumerRecord<byte[], byte[]>> dead = landscape.read("partner.dead-letters");
            assertThat(dead).allSatisfy(letter -> {
                assertThat(header(letter, DeadLetterHeaders.SOURCE_TOPIC)).isEqualTo("partner.commands");
                assertThat(header(letter, DeadLetterHeaders.SOURCE_PARTITION)).isEqualTo("0");
                assertThat(letter.value()).isEmpty();
            });
            Map<String, String> reasons = dead.stream()
                    .collect(Collectors.toMap(
                            letter -> header(letter, DeadLetterHeaders.SOURCE_OFFSET),
                            letter -> header(letter, DeadLetterHeaders.REASON_CODE)));
            assertThat(reasons)
                    .containsKey(Long.toString(bombs.get(1).offset()))
                    .containsEntry(Long.toString(bombs.get(0).offset()), "TOO_LARGE_TO_READ")
                    .containsEntry(Long.toString(bombs.get(2).offset()), "TOO_LARGE_TO_COPY");
            assertThat(worker.isAlive()).isTrue();
            assertThat(landscape.log(worker)).contains("topic partner.commands takes compressed records of any length");
        }
    }

    private static ProducerRecord<byte[], byte[]> command(String id) {
        String value = "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/cards\"}";
        return new ProducerRecord<>("partner.commands", 0, id.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static RecordMetadata produce(Landscape landscape, String compression, int bytes) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        landscape.kafka.bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        compression,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        HUGE + (1 << 20),
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        2L * HUGE),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>("partner.commands", 0, null, new byte[bytes]))
                    .get();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
