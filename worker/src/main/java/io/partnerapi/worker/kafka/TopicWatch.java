package io.partnerapi.worker.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the brokers say of the topics that the settings name, look after look: which are gone, cannot be used, or were made
 * anew. One thread looks; any may ask.
 */
public final class TopicWatch implements TopicTroubles {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    private final Map<String, String> settings;
    private final LongSupplier nanoTime;
    private final Map<String, Uuid> ids = new ConcurrentHashMap<>();
    private final Map<String, Long> lost = new ConcurrentHashMap<>();
    private volatile Map<String, Seen> last = Map.of();

    /**
     * A topic as a look found it.
     *
     * @param trouble what is wrong with all of it; empty if nothing is
     * @param partitions those that it has, each with whether it has a leader
     */
    private record Seen(String trouble, Map<Integer, Boolean> partitions) {
        static Seen troubled(String trouble) {
            return new Seen(trouble, Map.of());
        }

        Optional<String> trouble(Address address) {
            if (!trouble.isEmpty()) {
                return Optional.of(trouble);
            }
            Integer asked = address.partition();
            if (asked == null) {
                return leaderless();
            }
            return partitions.getOrDefault(asked, false)
                    ? Optional.empty()
                    : Optional.of("its partition " + asked + " is not there or has no leader");
        }

        Optional<String> leaderless() {
            Set<Integer> without = partitions.entrySet().stream()
                    .filter(partition -> !partition.getValue())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            return without.isEmpty() ? Optional.empty() : Optional.of("has no leader for partitions " + without);
        }

        Optional<String> any() {
            return trouble.isEmpty() ? leaderless() : Optional.of(trouble);
        }
    }

    /**
     * @param settings the topics, each with the setting that names it
     * @param nanoTime monotonic clock, as {@link System#nanoTime}
     */
    public TopicWatch(Map<String, String> settings, LongSupplier nanoTime) {
        this.settings = Map.copyOf(settings);
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<String> of(Address address) {
        Seen seen = last.get(address.topic());
        return seen == null ? Optional.empty() : seen.trouble(address);
    }

    @Override
    public OptionalLong lostAt(String topic) {
        Long at = lost.get(topic);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /**
     * Looks at all of them; blocks. Answers what is wrong, with the settings that name the topics: only what the look
     * before found too, since a leader may be elected just now.
     *
     * @throws KafkaException if the brokers do not tell
     */
    Optional<String> look(Admin admin) throws InterruptedException {
        Map<String, Seen> now = new TreeMap<>();
        for (var described :
                admin.describeTopics(settings.keySet()).topicNameValues().entrySet()) {
            now.put(described.getKey(), seen(described.getKey(), described.getValue()));
        }
        Map<String, Seen> before = last;
        last = Map.copyOf(now);
        String lasting = now.entrySet().stream()
                .filter(topic -> topic.getValue().any().isPresent()
                        && before.getOrDefault(topic.getKey(), topic.getValue())
                                .any()
                                .isPresent())
                .map(topic -> settings.get(topic.getKey()) + " names " + topic.getKey() + ", which "
                        + topic.getValue().any().orElse(""))
                .collect(Collectors.joining("; "));
        now.forEach((topic, seen) -> {
            if (isGone(seen) && isGone(before.getOrDefault(topic, seen))) {
                lost.put(topic, nanoTime.getAsLong());
            }
        });
        return lasting.isEmpty() ? Optional.empty() : Optional.of(lasting);
    }

    private static boolean isGone(Seen seen) {
        return seen.trouble().startsWith("does not exist");
    }

    private Seen seen(String topic, KafkaFuture<TopicDescription> described) throws InterruptedException {
        try {
            TopicDescription description = described.get();
            Uuid id = ids.put(topic, description.topicId());
            if (id != null && !id.equals(description.topicId())) {
                lost.put(topic, nanoTime.getAsLong());
                LOG.warn("{} of {} was deleted and made anew", topic, settings.get(topic));
            }
            return new Seen(
                    "",
                    description.partitions().stream()
                            .collect(Collectors.toMap(TopicPartitionInfo::partition, TopicWatch::hasLeader)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Seen.troubled("does not exist");
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                return Seen.troubled("this worker has no right to see");
            }
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    private static boolean hasLeader(TopicPartitionInfo partition) {
        return partition.leader() != null && !partition.leader().isEmpty();
    }
}
