package io.partnerapi.worker.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ops.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateReaderTest {

    private static final String TOPIC = "state";
    private final Condition condition = new Condition("token", Clock.systemUTC());
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void readsTheNewestValueOfEachKeyInAllPartitions() throws InterruptedException {
        // Given
        Consumer<String, String> consumer = holding(List.of(
                record(0, 0, "one", "old"),
                record(0, 1, "two", "2"),
                record(0, 2, "one", "new"),
                record(1, 0, "three", "3"),
                record(1, 1, null, "of nobody"),
                record(1, 2, "three", null)));

        // When
        Map<String, String> values = reader(consumer).read();

        // Then
        assertThat(values).isEqualTo(Map.of("one", "new", "two", "2"));
    }

    @Test
    void readsNothingFromAnEmptyTopic() throws InterruptedException {
        // When
        Map<String, String> values = reader(holding(List.of())).read();

        // Then
        assertThat(values).isEmpty();
    }

    @Test
    void waitsForBrokersThatDoNotAnswerAndSaysSo() throws InterruptedException {
        // Given
        List<String> reasons = new ArrayList<>();
        Consumer<String, String> good = holding(List.of(record(0, 0, "one", "1")));
        StateReader reader = new StateReader(
                () -> {
                    if (made.getAndIncrement() == 0) {
                        throw new TimeoutException("no answer");
                    }
                    reasons.add(condition.state().reason());
                    return good;
                },
                TOPIC,
                condition);

        // When
        Map<String, String> values = reader.read();

        // Then
        assertThat(values).isEqualTo(Map.of("one", "1"));
        assertThat(reasons).containsExactly("topic state cannot be read (TimeoutException: no answer)");
    }

    private StateReader reader(Consumer<String, String> consumer) {
        return new StateReader(() -> consumer, TOPIC, condition);
    }

    private static Consumer<String, String> holding(List<ConsumerRecord<String, String>> records) {
        MockConsumer<String, String> consumer = new MockConsumer<>("none");
        List<PartitionInfo> partitions =
                List.of(0, 1).stream().map(StateReaderTest::partition).toList();
        consumer.updatePartitions(TOPIC, partitions);
        for (int partition = 0; partition < 2; partition++) {
            int number = partition;
            TopicPartition of = new TopicPartition(TOPIC, partition);
            long end = records.stream()
                    .filter(record -> record.partition() == number)
                    .count();
            consumer.updateBeginningOffsets(Map.of(of, 0L));
            consumer.updateEndOffsets(Map.of(of, end));
        }
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        return consumer;
    }

    private static PartitionInfo partition(int number) {
        Node node = new Node(0, "localhost", 9092);
        return new PartitionInfo(TOPIC, number, node, new Node[] {node}, new Node[] {node});
    }

    private static ConsumerRecord<String, String> record(
            int partition, long offset, @Nullable String key, @Nullable String value) {
        return new ConsumerRecord<>(TOPIC, partition, offset, key, value);
    }
}
