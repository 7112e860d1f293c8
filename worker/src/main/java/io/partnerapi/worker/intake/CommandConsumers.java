package io.partnerapi.worker.intake;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.partnerapi.worker.kafka.ClientMeters;
import io.partnerapi.worker.kafka.GroupSession;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Makes consumers of commands: members of the workers' group that see only what was committed to the topics. Under the
 * group protocol {@code consumer} the brokers decide on sessions and assignments, and the consumer refuses to be told.
 */
public final class CommandConsumers implements Supplier<Consumer<byte[], byte[]>> {
    private static final int MAX_POLL_RECORDS = 500;
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;
    private static final int HEARTBEAT_MILLIS = 3_000;

    private final Map<String, Object> properties;
    private final ClientMeters meters;

    /**
     * @param given how to reach Kafka; wins over the defaults here, but not over what the guarantees need
     * @param group the workers' consumer group
     * @param worker id of this worker
     */
    public CommandConsumers(Map<String, Object> given, String group, String worker, ClientMeters meters) {
        this.meters = meters;
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        if (!GroupSession.ruledByBrokers(given)) {
            all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
            all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
            all.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        all.putAll(given);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, worker + "-commands");
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties = Map.copyOf(all);
    }

    /** What a consumer is made with. */
    Map<String, Object> properties() {
        return properties;
    }

    @Override
    public Consumer<byte[], byte[]> get() {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties);
        meters.bind(new KafkaClientMetrics(consumer));
        return consumer;
    }
}
