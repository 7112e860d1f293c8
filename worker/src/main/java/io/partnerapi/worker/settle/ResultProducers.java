package io.partnerapi.worker.settle;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.partnerapi.worker.kafka.ClientMeters;
import io.partnerapi.worker.timing.Timing;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the transactional producers of results; a new one ends what the last one of this worker left open. */
public final class ResultProducers implements Supplier<Producer<byte[], byte[]>> {
    private static final int TRANSACTION_TIMEOUT_MILLIS = (int) Timing.TRANSACTION.toMillis();
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BLOCK_MILLIS = 10_000;
    /** Right after a commit the coordinator asks for patience; each such retry would cost 100 ms by default. */
    private static final int RETRY_BACKOFF_MILLIS = 5;

    private static final int RETRY_BACKOFF_MAX_MILLIS = 500;
    private static final int MAX_REQUEST_BYTES = 2 << 20;

    private final Map<String, Object> properties;
    private final ClientMeters meters;

    /**
     * @param given how to reach Kafka; wins over the defaults here, but not over what the guarantees need
     * @param group the workers' consumer group
     * @param worker id of this worker
     * @param buffer most bytes of results that wait for the brokers
     */
    public ResultProducers(Map<String, Object> given, String group, String worker, int buffer, ClientMeters meters) {
        this.meters = meters;
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MILLIS);
        all.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, RETRY_BACKOFF_MAX_MILLIS);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, buffer);
        all.putAll(given);
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group + "-" + worker);
        all.put(ProducerConfig.CLIENT_ID_CONFIG, worker + "-results");
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties = Map.copyOf(all);
    }

    @Override
    public Producer<byte[], byte[]> get() {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(properties);
        meters.bind(new KafkaClientMetrics(producer));
        return producer;
    }
}
