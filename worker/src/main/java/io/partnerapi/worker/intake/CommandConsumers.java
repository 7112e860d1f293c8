package io.partnerapi.worker.intake;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.partnerapi.schemas.Limits;
import io.partnerapi.worker.decode.CommandReader;
import io.partnerapi.worker.kafka.ClientMeters;
import io.partnerapi.worker.kafka.GroupSession;
import io.partnerapi.worker.timing.GivenTime;
import io.partnerapi.worker.timing.Timing;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Makes consumers of commands: members of the workers' group that see only what was committed to the topics. Under the
 * group protocol {@code consumer} the brokers decide on sessions and assignments, and the consumer refuses to be told.
 */
public final class CommandConsumers implements Supplier<Consumer<byte[], byte[]>> {
    /** A poll is taken whole, and one record, uncompressed and with its headers, may take a good part of a small heap. */
    private static final int MAX_POLL_RECORDS = 1;

    /** Of each partition as much may lie in the consumer that nothing is taken from for now. */
    private static final int MAX_PARTITION_FETCH_BYTES = 256 << 10;

    private static final int HEARTBEAT_MILLIS = 3_000;

    private final Map<String, Object> properties;
    private final ClientMeters meters;

    /**
     * @param given how to reach Kafka; wins over the defaults here, but not over what the guarantees need
     * @param group the workers' consumer group
     * @param worker id of this worker
     * @param fetch most bytes that a broker is asked for at once
     * @param timing how long its session lasts and a hand-over may take
     */
    public CommandConsumers(
            Map<String, Object> given, String group, String worker, int fetch, Timing timing, ClientMeters meters) {
        this.meters = meters;
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_PARTITION_FETCH_BYTES);
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetch);
        all.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(timing.maxPoll()));
        if (!GroupSession.ruledByBrokers(given)) {
            all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(timing.session()));
            all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
            all.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        all.putAll(given);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, worker + "-commands");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties = Map.copyOf(all);
    }

    private static int millis(GivenTime time) {
        return Math.toIntExact(time.value().toMillis());
    }

    /** What a consumer is made with. */
    Map<String, Object> properties() {
        return properties;
    }

    @Override
    public Consumer<byte[], byte[]> get() {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                properties, new BoundedBytes(CommandReader.MAX_KEY_BYTES), new BoundedBytes(Limits.MAX_COMMAND_BYTES));
        meters.bind(new KafkaClientMetrics(consumer));
        return consumer;
    }
}
