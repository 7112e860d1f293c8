package io.partnerapi.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ClientMeters meters = new ClientMeters(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void theMetersOfAClientGoWhenItIsReplaced() {
        // Given
        meters.bind(client("first"));
        assertThat(clientsShown()).containsExactly("first");

        // When
        meters.bind(client("second"));

        // Then
        assertThat(clientsShown()).containsExactly("second");
    }

    @Test
    void showsNothingOnceClosed() {
        // Given
        meters.bind(client("only"));

        // When
        meters.close();
        meters.close();

        // Then
        assertThat(clientsShown()).isEmpty();
    }

    private Set<String> clientsShown() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> String.valueOf(id.getTag("client.id")))
                .collect(Collectors.toSet());
    }

    private static KafkaClientMetrics client(String id) {
        MetricName name = new MetricName("record-send-total", "producer-metrics", "", Map.of("client-id", id));
        MockProducer<byte[], byte[]> producer = new MockProducer<>();
        Measurable one = (config, now) -> 1;
        producer.setMockMetrics(name, new KafkaMetric(new Object(), name, one, new MetricConfig(), Time.SYSTEM));
        return new KafkaClientMetrics(producer);
    }
}
