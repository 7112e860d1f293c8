package io.partnerapi.worker.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ops.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicLong nanos = new AtomicLong();
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
    void aTopicThatTheBrokersDoNotKnowYetIsNotAnEmptyOne() throws InterruptedException {
        // Given
        Consumer<String, String> good = holding(List.of(record(0, 0, "one", "1")));
        Consumer<String, String> unknowing = new MockConsumer<>("earliest");
        StateReader reader =
                new StateReader(() -> made.getAndIncrement() == 0 ? unknowing : good, TOPIC, condition, nanos::get);

        // When
        Map<String, String> values = reader.read();

        // Then
        assertThat(values).isEqualTo(Map.of("one", "1"));
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
                condition,
                nanos::get);

        // When
        Map<String, String> values = reader.read();

        // Then
        assertThat(values).isEqualTo(Map.of("one", "1"));
        assertThat(reasons).containsExactly("topic state cannot be read (TimeoutException: no answer)");
    }

    @Test
    void aPartitionThatDoesNotAnswerIsNotWaitedForInSilence() throws InterruptedException {
        // Given
        List<String> reasons = new ArrayList<>();
        MockConsumer<String, String> leaderless = consumer(List.of(record(0, 0, "one", "1")));
        leaderless.schedulePollTask(() -> nanos.addAndGet(StateReader.LONGEST_READ.toNanos() + 1));
        StateReader reader = new StateReader(
                () -> {
                    if (made.getAndIncrement() == 0) {
                        return leaderless;
                    }
                    reasons.add(condition.state().reason());
                    return holding(List.of());
                },
                TOPIC,
                condition,
                nanos::get);

        // When
        reader.read();

        // Then
        assertThat(reasons).singleElement().asString().contains("a partition has no leader");
    }

    private StateReader reader(Consumer<String, String> consumer) {
        return new StateReader(() -> consumer, TOPIC, condition, nanos::get);
    }

    private static Consumer<String, String> holding(List<ConsumerRecord<String, String>> records) {
        MockConsumer<String, String> consumer = consumer(records);
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        return consumer;
    }

    /** Says that it has so many records, and gives none. */
    private static MockConsumer<String, String> consumer(List<ConsumerRecord<String, String>> records) {
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
