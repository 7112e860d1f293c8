package io.partnerapi.worker.kafka;

import io.partnerapi.schemas.Limits;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the brokers refuse a record of a few kilobytes that is hundreds of megabytes once it is uncompressed. The
 * consumer has no such limit, and would need the heap for the whole of it.
 */
final class UncompressedLimit {
    private static final Logger LOG = LoggerFactory.getLogger(UncompressedLimit.class);
    private static final String NAME = TopicConfig.MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG;
    /** The longest command with its key and headers, and as much again. */
    private static final int BYTES = 2 * Limits.MAX_COMMAND_BYTES;

    private UncompressedLimit() {}

    /** What a topic of commands is created with. */
    static Map<String, String> configs() {
        return Map.of(NAME, Integer.toString(BYTES));
    }

    /** Warns of each topic of commands without such a limit; says nothing of those whose settings may not be read. */
    static void check(Admin admin, Collection<String> topics) throws InterruptedException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> described :
                admin.describeConfigs(resources).values().entrySet()) {
            String topic = described.getKey().name();
            try {
                if (!isLimited(described.getValue().get())) {
                    LOG.warn(
                            "topic {} takes compressed records of any length: one that is longer than the heap once it is"
                                    + " uncompressed costs all that is in its batch. Set its {} to {}, or with brokers"
                                    + " that do not know that, compression.type to uncompressed",
                            topic,
                            NAME,
                            BYTES);
                }
            } catch (ExecutionException e) {
                LOG.debug("the settings of topic {} cannot be read", topic, e);
            }
        }
    }

    private static boolean isLimited(Config config) {
        ConfigEntry limit = config.get(NAME);
        ConfigEntry compression = config.get(TopicConfig.COMPRESSION_TYPE_CONFIG);
        return limit != null && Long.parseLong(limit.value()) <= 8L * BYTES
                || compression != null && "uncompressed".equals(compression.value());
    }
}
