package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partnerapi.sandbox.kafka.BrokerSettings;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with one partition or topic stops no other, is named steadily, and is noticed when it is mended. */
class PartitionFaultsIT {
    private static final String TOPIC = "partner.commands";
    private static final String OTHER = "other.commands";
    private static final String GROUP = "partner-worker";
    private static final int PARTITIONS = 6;
    private static final Map<String, String> AUTHORIZED = Map.of(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found", "true");
    private static final AclBinding NOBODY = new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, OTHER, PatternType.LITERAL),
            new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.DENY));

    private Landscape landscape;
    private Path data;
    private Admin admin;
    private int sent;

    @BeforeEach
    void start(@TempDir Path folder) {
        data = folder.resolve("kafka");
        landscape = new Landscape(
                folder,
                rules -> rules.withoutLatency().withoutCallLimit(),
                new BrokerSettings(0, data, null, AUTHORIZED));
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, landscape.kafka.bootstrapServers()));
    }

    @AfterEach
    void stop() {
        admin.close();
        landscape.close();
    }

    @Test
    void offsetsOutOfRangeAndAnOpenTransactionStopNoOtherPartition() throws Exception {
        // Given
        sendTo(TOPIC, Set.of());
        admin.deleteRecords(Map.of(partition(1), RecordsToDelete.beforeOffset(1)))
                .all()
                .get();
        admin.alterConsumerGroupOffsets(
                        GROUP,
                        Map.of(partition(0), new OffsetAndMetadata(1_000), partition(1), new OffsetAndMetadata(0)))
                .all()
                .get();
        KafkaProducer<String, String> hanging = transactional("hanging");
        hanging.beginTransaction();
        hanging.send(command(partition(2), "never")).get();
        sendTo(TOPIC, Set.of(0, 1, 2));

        // When
        List<WorkerProcess> workers =
                landscape.settings(3).stream().map(landscape::start).toList();
        awaitAnswers(ids -> ids.size() == 2 * 3 + 1);
        await("all is named").atMost(Landscape.LIMIT).untilAsserted(() -> assertThat(faultsOf(workers))
                .hasSize(3));
        List<String> readiness = readinessOf(workers, 40);
        List<String> faults = faultsOf(workers);
        String metrics = String.join("", get(workers, "/metrics"));
        sendTo(TOPIC, Set.of(0, 1, 2));
        awaitAnswers(ids -> ids.size() == 3 * 3 + 1);

        // Then
        assertThat(readiness).as("how readiness was found in 40 looks").hasSize(1);
        assertThat(readiness.get(0))
                .contains(
                        "partner.commands-0 is not read: the group has committed offset 1000, and the log holds 0 to 1")
                .contains("partner.commands-1 is not read: the group has committed offset 0, and the log begins at 1")
                .contains("partner.commands-2 is read up to offset 1 only");
        assertThat(faults).hasSize(3);
        assertThat(metrics)
                .contains("partner_worker_partition_fault_seconds{fault=\"out-of-range\",partition=\"0\",topic=\"")
                .contains("partner_worker_partition_fault_seconds{fault=\"open-transaction\",partition=\"2\",topic=\"");

        // When
        hanging.abortTransaction();
        hanging.close();
        setOffset(partition(0), 0);
        setOffset(partition(1), 1);
        sendTo(TOPIC, Set.of());

        // Then
        workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        awaitAnswers(ids -> ids.size() == sent - 1);
        await("nothing is named").atMost(Landscape.LIMIT).until(() -> faultsOf(workers)
                .isEmpty());
        assertThat(restarts(workers)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTopicThatMayNotBeReadStopsNoOther(String protocol) throws Exception {
        // Given
        landscape.kafka.createTopic(OTHER, 2, Map.of());
        List<Map<String, String>> settings = landscape.settings(2);
        settings.forEach(each -> {
            each.put("topics.commands", TOPIC + "," + OTHER);
            each.put("kafka.consumer.group.protocol", protocol);
        });
        List<WorkerProcess> workers =
                new ArrayList<>(settings.stream().map(landscape::start).toList());
        workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        sendTo(OTHER, Set.of());
        sendTo(TOPIC, Set.of());
        awaitAnswers(ids -> ids.size() == 8);

        // When
        sendTo(OTHER, Set.of());
        admin.createAcls(Set.of(NOBODY)).all().get();
        await("it is named").atMost(Landscape.LIMIT).untilAsserted(() -> assertThat(faultsOf(workers))
                .hasSize(2));
        List<String> readiness = readinessOf(workers, 40);
        sendTo(TOPIC, Set.of());
        awaitAnswers(ids -> ids.stream().filter(id -> id.startsWith(TOPIC)).count() == 12);
        workers.get(0).terminate();
        workers.get(0).awaitExit(Landscape.LIMIT);
        workers.set(0, landscape.start(settings.get(0)));
        await("it is named again").atMost(Landscape.LIMIT).untilAsserted(() -> assertThat(faultsOf(workers))
                .hasSize(2));
        sendTo(TOPIC, Set.of());
        awaitAnswers(ids -> ids.stream().filter(id -> id.startsWith(TOPIC)).count() == 18);
        admin.deleteAcls(Set.of(NOBODY.toFilter())).all().get();

        // Then
        assertThat(readiness)
                .as("how readiness was found in 40 looks")
                .singleElement()
                .satisfies(seen -> assertThat(seen).contains(OTHER + " is not read: the worker has no right to"));
        workers.forEach(worker -> worker.awaitReady(Landscape.LIMIT));
        awaitAnswers(ids -> ids.size() == sent);
    }

    @Test
    void aDamagedRecordStopsNoOtherPartitionAndIsReadOnceItIsMended() throws Exception {
        // Given
        sendTo(TOPIC, Set.of());
        Path log = data.resolve("log").resolve(partition(0).toString()).resolve("00000000000000000000.log");
        byte[] whole = Files.readAllBytes(log);
        byte[] damaged = whole.clone();
        damaged[new String(whole, ISO_8859_1).indexOf("organizations")] ^= 1;
        overwrite(log, damaged);

        // When
        List<WorkerProcess> workers =
                List.of(landscape.start(landscape.settings(1).get(0)));
        awaitAnswers(ids -> ids.size() == PARTITIONS - 1);
        await("it is named").atMost(Landscape.LIMIT).untilAsserted(() -> assertThat(faultsOf(workers))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("unreadable", "partner.commands-0 is not read on")));
        List<String> readiness = readinessOf(workers, 60);
        sendTo(TOPIC, Set.of());
        awaitAnswers(ids -> ids.size() == 2 * (PARTITIONS - 1));
        overwrite(log, whole);

        // Then
        awaitAnswers(ids -> ids.size() == sent);
        workers.get(0).awaitReady(Landscape.LIMIT);
        assertThat(readiness).as("how readiness was found").hasSize(1);
        assertThat(restarts(workers)).isZero();
    }

    /** In place, as a disk does it: the broker has the file open. */
    private static void overwrite(Path file, byte[] begin) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(begin), 0);
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    /** A command to each partition but these. */
    private void sendTo(String topic, Set<Integer> but) throws Exception {
        try (KafkaProducer<String, String> sender = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, landscape.kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < (topic.equals(OTHER) ? 2 : PARTITIONS); i++) {
                if (!but.contains(i)) {
                    sender.send(command(new TopicPartition(topic, i), "c" + sent++))
                            .get();
                }
            }
        }
    }

    private static ProducerRecord<String, String> command(TopicPartition to, String id) {
        return new ProducerRecord<>(
                to.topic(),
                to.partition(),
                "key",
                "{\"id\":\"%s-%s\",\"method\":\"GET\",\"path\":\"/organizations\"}".formatted(to, id));
    }

    private KafkaProducer<String, String> transactional(String id) {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        landscape.kafka.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        id,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        900_000),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    /** As a tool may while the group has members: in a transaction, under nobody's membership. */
    private void setOffset(TopicPartition partition, long offset) {
        try (KafkaProducer<String, String> tool = transactional("tool");
                KafkaConsumer<String, String> nobody = new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                landscape.kafka.bootstrapServers(),
                                ConsumerConfig.GROUP_ID_CONFIG,
                                GROUP),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            tool.beginTransaction();
            tool.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(offset)), nobody.groupMetadata());
            tool.commitTransaction();
        }
    }

    private void awaitAnswers(Predicate<Set<String>> enough) {
        await().atMost(Landscape.LIMIT)
                .until(() -> enough.test(landscape.results().stream()
                        .collect(toMap(result -> result.id(), result -> true, (one, other) -> one))
                        .keySet()));
    }

    /** What readiness was found to say of the reading of commands, worker by worker, each different answer once. */
    private static List<String> readinessOf(List<WorkerProcess> workers, int looks) {
        List<String> seen = new ArrayList<>();
        IntStream.range(0, looks)
                .forEach(look -> await().pollDelay(Duration.ofMillis(50)).until(() -> {
                    List<String> commands = new ArrayList<>();
                    for (String ready : get(workers, "/health/ready")) {
                        new ObjectMapper().readTree(ready).path("checks").forEach(check -> {
                            if (check.path("name").asText().equals("commands")) {
                                commands.add(check.toString());
                            }
                        });
                    }
                    seen.add(String.join("\n", commands));
                    return true;
                }));
        return seen.stream().distinct().toList();
    }

    private static List<String> get(List<WorkerProcess> workers, String path) {
        return workers.stream()
                .map(worker -> Landscape.get(worker.http().resolve(path)))
                .toList();
    }

    private static List<String> faultsOf(List<WorkerProcess> workers) throws Exception {
        List<String> faults = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            for (JsonNode fault : OpsIT.status(worker, "/status").path("faults")) {
                faults.add(fault.toString());
            }
        }
        return faults;
    }

    private static double restarts(List<WorkerProcess> workers) {
        return workers.stream()
                .mapToDouble(worker -> Landscape.metric(worker, "partner_worker_intake_restarts_total")
                        .orElseThrow())
                .sum();
    }
}
