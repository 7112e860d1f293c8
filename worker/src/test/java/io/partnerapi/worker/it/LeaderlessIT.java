package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.BrokerCluster;
import io.partnerapi.sandbox.process.Connections;
import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Of three brokers one is gone, and with it the only copies of some partitions. */
@Tag("long")
class LeaderlessIT {
    private static final Path SANDBOX = Path.of("..", "sandbox", "target", "sandbox.jar");
    private static final Path JAR = Path.of("target", "worker.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int GONE = 3;
    private static final int PARTITIONS = 6;

    private static BrokerCluster brokers;
    private static PartnerApi partner;
    private static KafkaProducer<byte[], byte[]> producer;
    private static KafkaConsumer<byte[], byte[]> consumer;

    private final List<Result> results = new ArrayList<>();
    private WorkerProcess worker;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        brokers = new BrokerCluster(SANDBOX, JAVA, folder, 3, Map.of()).start(Landscape.LIMIT);
        createTopics();
        partner = PartnerApi.start(PartnerApiOptions.in(folder).withRules(Rules::withoutCallLimit));
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers.bootstrapServers(),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition("partner.results", 0)));
    }

    @BeforeEach
    void worker(@TempDir Path folder, TestInfo test) {
        worker = new WorkerProcess(
                JAR,
                JAVA,
                settings(folder, test.getTestMethod().orElseThrow().getName()),
                folder.resolve("worker.log"));
    }

    @AfterEach
    void stopWorker() {
        worker.close();
        if (!brokers.broker(GONE).isAlive()) {
            brokers.broker(GONE).start(Landscape.LIMIT);
        }
    }

    @AfterAll
    static void stop() {
        consumer.close();
        producer.close(Duration.ZERO);
        partner.close();
        brokers.close();
    }

    @Test
    void whatHasALeaderGoesOnWhileTheRestIsWaitedForByName() {
        // Given
        worker.start().awaitReady(Landscape.LIMIT);
        send("before");
        awaitResults("before", PARTITIONS);

        // When
        brokers.broker(GONE).kill();

        // Then
        send("during");
        partitionsElsewhere().forEach(partition -> send("asked", partition, "replies"));
        awaitResults("during", partitionsElsewhere().size());
        awaitResults("asked", partitionsElsewhere().size());
        await().atMost(Landscape.LIMIT).until(() -> Landscape.get(worker.http().resolve("/health/ready"))
                .contains("has no leader"));
        brokers.broker(GONE).start(Landscape.LIMIT);
        awaitResults("during", PARTITIONS);
        worker.awaitReady(Landscape.LIMIT);
    }

    @Test
    void whatHasALeaderIsBegunByANewGroup() {
        // Given
        brokers.broker(GONE).kill();

        // When
        worker.start();

        // Then
        send("new");
        awaitResults("new", partitionsElsewhere().size());
        brokers.broker(GONE).start(Landscape.LIMIT);
        awaitResults("new", PARTITIONS);
        worker.awaitReady(Landscape.LIMIT);
    }

    private static void send(String name) {
        IntStream.range(0, PARTITIONS).forEach(partition -> send(name, partition, null));
    }

    private static void send(String name, int partition, @Nullable String replyTo) {
        String id = name + "-" + partition;
        ProducerRecord<byte[], byte[]> command = new ProducerRecord<>(
                "partner.commands",
                partition,
                id.getBytes(UTF_8),
                ("{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/organizations\"}").getBytes(UTF_8));
        if (replyTo != null) {
            command.headers().add("kafka_replyTopic", replyTo.getBytes(UTF_8));
        }
        producer.send(command);
    }

    private void awaitResults(String name, int count) {
        await().atMost(Landscape.LIMIT).until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> results.add(Landscape.result(record)));
            return results.stream()
                            .filter(result -> result.id().startsWith(name))
                            .count()
                    == count;
        });
    }

    private static List<Integer> partitionsElsewhere() {
        return IntStream.range(0, PARTITIONS)
                .filter(partition -> broker(partition) != GONE)
                .boxed()
                .toList();
    }

    private static int broker(int partition) {
        return 1 + partition % 3;
    }

    private static void createTopics() throws Exception {
        Map<Integer, List<Integer>> single = new HashMap<>();
        IntStream.range(0, PARTITIONS).forEach(partition -> single.put(partition, List.of(broker(partition))));
        Stream<NewTopic> once = Stream.of(
                new NewTopic("partner.commands", single).configs(Map.of("min.insync.replicas", "1")),
                new NewTopic("replies", Map.of(0, List.of(GONE))).configs(Map.of("min.insync.replicas", "1")));
        Stream<NewTopic> everywhere = Stream.of(
                        "partner.results", "partner.dead-letters", "partner.quota", "partner.state")
                .map(name -> new NewTopic(name, 1, (short) 3)
                        .configs(name.equals("partner.state") ? Map.of("cleanup.policy", "compact") : Map.of()));
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers.bootstrapServers()))) {
            admin.createTopics(Stream.concat(once, everywhere).toList()).all().get();
        }
    }

    private static Map<String, String> settings(Path folder, String group) {
        int port = FreePorts.one();
        Map<String, String> settings = Connections.to(brokers.bootstrapServers(), partner, Credentials.SANDBOX, folder);
        settings.put("topics.reply-allowed", "replies");
        settings.put("budget.calls", "0");
        settings.put("worker.id", "worker-1");
        settings.put("worker.group", group);
        settings.put("worker.http.port", "0");
        settings.put("cluster.name", "leaderless");
        settings.put("cluster.port", String.valueOf(port));
        settings.put("cluster.members", "127.0.0.1:" + port);
        settings.put("cluster.expected-members", "1");
        return settings;
    }
}
