package io.partnerapi.sandbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final EmbeddedKafka KAFKA = new EmbeddedKafka();

    @BeforeAll
    static void start() {
        KAFKA.start();
    }

    @AfterAll
    static void close() {
        KAFKA.close();
    }

    @Test
    void carriesRecords() throws Exception {
        // Given
        KAFKA.createTopic("plain", 3, Map.of());

        // When
        send("plain", "k", "v");

        // Then
        assertThat(read(KAFKA, "plain", 1)).containsExactly("k=v");
    }

    @Test
    void showsOnlyCommittedTransactions() throws Exception {
        // Given
        KAFKA.createTopic("transactional", 1, Map.of());

        // When
        try (Producer<String, String> producer = producer(Map.of("transactional.id", "t"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactional", "k", "aborted")).get(10, TimeUnit.SECONDS);
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactional", "k", "committed"));
            producer.commitTransaction();
        }

        // Then
        assertThat(read(KAFKA, "transactional", 1)).containsExactly("k=committed");
    }

    @Test
    void givesTheNextOwnerTheOffsetMetadataOfATransaction() {
        // Given
        KAFKA.createTopic("offsets", 1, Map.of());
        TopicPartition partition = new TopicPartition("offsets", 0);
        OffsetAndMetadata sent = new OffsetAndMetadata(7, "m".repeat(2_700));

        // When
        try (Consumer<String, String> owner = consumer(KAFKA, Map.of("group.id", "g"));
                Producer<String, String> producer = producer(Map.of("transactional.id", "o"))) {
            producer.initTransactions();
            owner.subscribe(List.of("offsets"));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                owner.poll(Duration.ofMillis(50));
                return !owner.assignment().isEmpty();
            });
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(partition, sent), owner.groupMetadata());
            producer.commitTransaction();
        }

        // Then
        try (Consumer<String, String> next = consumer(KAFKA, Map.of("group.id", "g"))) {
            assertThat(next.committed(Set.of(partition))).containsEntry(partition, sent);
        }
    }

    @Test
    void keepsPortAndDataOverARestart() throws Exception {
        // Given
        KAFKA.createTopic("kept", 1, Map.of());
        send("kept", "k", "before");
        String address = KAFKA.bootstrapServers();

        // When
        KAFKA.stop();
        KAFKA.start();
        send("kept", "k", "after");

        // Then
        assertThat(KAFKA.bootstrapServers()).isEqualTo(address);
        assertThat(read(KAFKA, "kept", 2)).containsExactly("k=before", "k=after");
    }

    @Test
    void takesFurtherBrokerPropertiesAndKeepsANamedFolder(@TempDir Path folder) {
        // Given
        BrokerSettings settings =
                new BrokerSettings(0, folder.resolve("data"), null, Map.of("auto.create.topics.enable", "true"));

        // When
        try (EmbeddedKafka kafka = new EmbeddedKafka(settings).start();
                Producer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>("made-by-itself", "k", "v"));
            producer.flush();

            // Then
            assertThat(read(kafka, "made-by-itself", 1)).containsExactly("k=v");
        }
        assertThat(folder.resolve("data/log/made-by-itself-0")).isDirectory();
    }

    @Test
    void saysWhyATopicWasNotCreated() {
        // Given
        KAFKA.createTopic("twice", 1, Map.of());

        // When / Then
        assertThatThrownBy(() -> KAFKA.createTopic("twice", 1, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("twice")
                .hasStackTraceContaining("already exists");
    }

    @Test
    void refusesASecondStart() {
        assertThatThrownBy(KAFKA::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("runs already");
    }

    private static void send(String topic, String key, String value) throws Exception {
        try (Producer<String, String> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static Producer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", KAFKA.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static Consumer<String, String> consumer(EmbeddedKafka kafka, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private static List<String> read(EmbeddedKafka kafka, String topic, int count) {
        try (Consumer<String, String> consumer = consumer(kafka, Map.of())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> seen = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> seen.add(r.key() + "=" + r.value()));
                return seen.size() >= count;
            });
            return seen;
        }
    }
}
