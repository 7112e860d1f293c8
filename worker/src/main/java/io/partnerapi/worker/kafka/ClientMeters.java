package io.partnerapi.worker.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.jspecify.annotations.Nullable;

/** The meters that a Kafka client brings itself; those of a client that was replaced go with it. Of one thread. */
public final class ClientMeters {
    private final MeterRegistry registry;
    private @Nullable KafkaClientMetrics bound;

    public ClientMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows this client's meters from now on, and no others. */
    public void bind(KafkaClientMetrics client) {
        if (bound != null) {
            bound.close();
        }
        bound = client;
        client.bindTo(registry);
    }
}
