package io.partnerapi.sandbox.kafka;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker listens, where its data lies, and what differs from the broker's defaults.
 *
 * @param port port on 127.0.0.1; 0 picks a free one
 * @param data folder of the data, kept at close; null takes a temporary one that close deletes
 * @param clusterId the cluster that new data is made for, the same for each of its brokers; null takes a new one
 * @param properties broker properties by Kafka's names; they win over this package's own
 */
public record BrokerSettings(
        int port, @Nullable Path data, @Nullable String clusterId, Map<String, String> properties) {
    public BrokerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; it must be 0 (any free one) to 65535");
        }
        properties = Map.copyOf(properties);
    }

    /** Any free port, temporary data, no further properties. */
    public static BrokerSettings temporary() {
        return new BrokerSettings(0, null, null, Map.of());
    }
}
