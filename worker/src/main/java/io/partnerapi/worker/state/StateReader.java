package io.partnerapi.worker.state;

import io.partnerapi.worker.ops.Condition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the state topic to its end. */
public final class StateReader {

    static final Duration LONGEST_READ = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LONGEST_REQUEST_MILLIS = 5_000;
    private static final long RETRY_MILLIS = 1_000;

    private final Supplier<Consumer<String, String>> consumers;
    private final String topic;
    private final Condition condition;
    private final LongSupplier nanoTime;

    /**
     * A reader without a consumer group.
     *
     * @param clientProperties how any client reaches Kafka
     * @param condition down while the topic cannot be read
     */
    public StateReader(Map<String, Object> clientProperties, String topic, String worker, Condition condition) {
        this(() -> new KafkaConsumer<>(ours(clientProperties, worker)), topic, condition, System::nanoTime);
    }

    StateReader(
            Supplier<Consumer<String, String>> consumers, String topic, Condition condition, LongSupplier nanoTime) {
        this.consumers = consumers;
        this.topic = topic;
        this.condition = condition;
        this.nanoTime = nanoTime;
    }

    private static Map<String, Object> ours(Map<String, Object> given, String worker) {
        Map<String, Object> properties = new HashMap<>(given);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, worker + "-state-reader");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_REQUEST_MILLIS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_REQUEST_MILLIS);
        return properties;
    }

    /** The newest value of each key; blocks until the brokers have told all of them. */
    public Map<String, String> read() throws InterruptedException {
        while (true) {
            try {
                return readOnce();
            } catch (InterruptException e) {
                throw interrupted(e);
            } catch (KafkaException e) {
                condition.down(
                        "topic %s cannot be read (%s: %s)"
                                .formatted(topic, e.getClass().getSimpleName(), e.getMessage()),
                        "Let the worker read and write the topic that topics.state names; it goes on by itself");
                pause();
            }
        }
    }

    /**
     * The newest value of each key; blocks while the brokers tell them.
     *
     * @throws KafkaException if they do not
     */
    Map<String, String> readOnce() {
        try (Consumer<String, String> consumer = consumers.get()) {
            return readToTheEnd(consumer);
        }
    }

    private Map<String, String> readToTheEnd(Consumer<String, String> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new TimeoutException("the brokers do not know the topic (yet)");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<String, String> newest = new HashMap<>();
        long begun = nanoTime.getAsLong();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (nanoTime.getAsLong() - begun > LONGEST_READ.toNanos()) {
                throw new TimeoutException("a partition has no leader, or ends before it should");
            }
            consumer.poll(POLL).forEach(record -> take(record, newest));
        }
        return newest;
    }

    private static void take(ConsumerRecord<String, String> record, Map<String, String> newest) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            newest.remove(record.key());
        } else {
            newest.put(record.key(), record.value());
        }
    }

    /** Kafka has set the thread's flag again, which would end the next wait too. */
    private static InterruptedException interrupted(InterruptException cause) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException("while the state topic was read");
        interrupted.initCause(cause);
        return interrupted;
    }

    private synchronized void pause() throws InterruptedException {
        wait(RETRY_MILLIS);
    }
}
