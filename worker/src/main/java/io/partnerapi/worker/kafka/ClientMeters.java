package io.partnerapi.worker.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.jspecify.annotations.Nullable;

/** The meters that a Kafka client brings itself; those of a client that was replaced go with it. Thread-safe. */
public final class ClientMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private @Nullable KafkaClientMetrics bound;

    public ClientMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows this client's meters from now on, and no others. */
    public synchronized void bind(KafkaClientMetrics client) {
        close();
        bound = client;
        client.bindTo(registry);
    }

    /** Shows none. */
    @Override
    public synchronized void close() {
        if (bound != null) {
            bound.close();
            bound = null;
        }
    }
}
