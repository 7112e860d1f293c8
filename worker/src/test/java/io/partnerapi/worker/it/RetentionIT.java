package io.partnerapi.worker.it;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender with transactions leaves on the log behind its commands holds nothing back, also when retention takes it. */
class RetentionIT {
    private static final List<TopicPartition> PARTITIONS = IntStream.range(0, 6)
            .mapToObj(partition -> new TopicPartition("partner.commands", partition))
            .toList();

    private Landscape landscape;
    private Admin admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        landscape = new Landscape(folder, Rules::withoutLatency);
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, landscape.kafka.bootstrapServers()));
    }

    @AfterEach
    void stop() {
        admin.close();
        landscape.close();
    }

    @Test
    void offsetsAreCommittedPastMarkersAndAbortedRecordsSoThatRetentionCostsNothing() throws Exception {
        // Given
        WorkerProcess worker = landscape.startReady(1).get(0);
        sendInTransactions("first");
        awaitResults(1);
        await("the lag is 0").atMost(Landscape.LIMIT).until(() -> committed().equals(ends()));
        sendInTransactions("second");
        awaitResults(2);

        // When
        worker.terminate();
        int exit = worker.awaitExit(Landscape.LIMIT);
        Map<TopicPartition, Long> left = committed();
        admin.deleteRecords(all(partition -> RecordsToDelete.beforeOffset(-1)))
                .all()
                .get();
        landscape.startReady(1);
        sendInTransactions("third");

        // Then
        awaitResults(3);
        assertThat(exit).isZero();
        assertThat(left).as("after a stop right behind a marker").allSatisfy((partition, offset) -> assertThat(offset)
                .isEqualTo(8));
        assertThat(landscape.results()).extracting(Result::outcome).containsOnly(Outcome.ANSWERED);
    }

    /** To each partition a command, committed, and a record of a transaction that is aborted: with their markers four offsets. */
    private void sendInTransactions(String id) {
        try (KafkaProducer<String, String> sender = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        landscape.kafka.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "sender"),
                new StringSerializer(),
                new StringSerializer())) {
            sender.initTransactions();
            sender.beginTransaction();
            sendToAll(sender, id);
            sender.commitTransaction();
            sender.beginTransaction();
            sendToAll(sender, id + "-aborted");
            sender.flush();
            sender.abortTransaction();
        }
    }

    private static void sendToAll(KafkaProducer<String, String> sender, String id) {
        PARTITIONS.forEach(partition -> sender.send(new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                "key",
                "{\"id\":\"%s-%d\",\"method\":\"GET\",\"path\":\"/organizations\"}"
                        .formatted(id, partition.partition()))));
    }

    private void awaitResults(int rounds) {
        await().atMost(Landscape.LIMIT)
                .untilAsserted(() -> assertThat(landscape.results()).hasSize(rounds * PARTITIONS.size()));
    }

    private Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
        return admin
                .listConsumerGroupOffsets("partner-worker")
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        return admin.listOffsets(all(partition -> OffsetSpec.latest())).all().get().entrySet().stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static <T> Map<TopicPartition, T> all(Function<TopicPartition, T> what) {
        return PARTITIONS.stream().collect(toMap(Function.identity(), what));
    }
}
