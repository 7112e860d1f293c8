package io.partnerapi.worker.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the brokers keep the newest value of each key of a topic, for as long as nobody replaces it. */
public final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

    private final String setting;
    private final ConfigResource topic;

    /** @param setting names the topic */
    public Compaction(String setting, String topic) {
        this.setting = setting;
        this.topic = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /** What is wrong with it; nothing if its configuration may not be read. Blocks. */
    Optional<String> missing(Admin admin) throws InterruptedException {
        try {
            ConfigEntry policy = Objects.requireNonNull(
                            admin.describeConfigs(List.of(topic)).values().get(topic))
                    .get()
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG);
            return policy == null || policy.value() == null || isCompactedOnly(policy.value())
                    ? Optional.empty()
                    : Optional.of("%s names %s, whose cleanup.policy is %s: the brokers do not keep what is on it"
                            .formatted(setting, topic.name(), policy.value()));
        } catch (ExecutionException e) {
            LOG.debug("the configuration of topic {} cannot be read", topic.name(), e);
            return Optional.empty();
        }
    }

    /** With {@code delete} beside it, what is old goes although nothing has taken its place. */
    private static boolean isCompactedOnly(String policy) {
        return Arrays.stream(policy.split(",")).map(String::strip).toList().equals(List.of("compact"));
    }
}
