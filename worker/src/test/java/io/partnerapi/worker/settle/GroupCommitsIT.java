package io.partnerapi.worker.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.sandbox.kafka.EmbeddedKafka;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GroupCommitsIT {
    private static final EmbeddedKafka KAFKA = new EmbeddedKafka();
    private static final TopicPartition P0 = new TopicPartition("commands", 0);
    private static final TopicPartition P1 = new TopicPartition("commands", 1);

    @BeforeAll
    static void start() {
        KAFKA.start();
        KAFKA.createTopic("commands", 2, Map.of());
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void tellsWhatIsCommittedWithItsMetadataAndLeavesOutWhatIsNot() throws Exception {
        // Given
        OffsetAndMetadata commit = new OffsetAndMetadata(7, "pw1");
        try (Producer<byte[], byte[]> producer = begun("first", commit)) {
            producer.commitTransaction();
        }

        // When
        Map<TopicPartition, OffsetAndMetadata> committed = commits("first").read(Set.of(P0, P1));

        // Then
        assertThat(committed).containsOnlyKeys(P0);
        assertThat(AssignedPartition.same(committed.get(P0), commit)).isTrue();
    }

    @Test
    void saysNothingWhileACommitIsUnderWay() {
        try (Producer<byte[], byte[]> producer = begun("second", new OffsetAndMetadata(7, ""))) {
            assertThatThrownBy(() -> commits("second").read(Set.of(P0, P1)))
                    .isInstanceOf(UnstableOffsetCommitException.class);
            producer.abortTransaction();
        }
    }

    private static GroupCommits commits(String group) {
        return new GroupCommits(
                () -> Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KAFKA.bootstrapServers())), group);
    }

    /** A producer with a transaction open that is to commit this for the first partition. */
    private static Producer<byte[], byte[]> begun(String group, OffsetAndMetadata commit) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        KAFKA.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        group),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.sendOffsetsToTransaction(Map.of(P0, commit), member(group));
        return producer;
    }

    private static ConsumerGroupMetadata member(String group) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        KAFKA.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.groupMetadata();
        }
    }
}
