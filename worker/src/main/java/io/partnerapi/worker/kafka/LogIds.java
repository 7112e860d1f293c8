package io.partnerapi.worker.kafka;

import static java.util.Objects.requireNonNull;

import io.partnerapi.worker.ledger.LogId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Which logs partitions have now, as the brokers know them. */
public final class LogIds implements Function<Collection<TopicPartition>, Map<TopicPartition, LogId>> {
    private final Supplier<Admin> admins;

    /** @param admins makes an admin client */
    public LogIds(Supplier<Admin> admins) {
        this.admins = admins;
    }

    /**
     * The logs of these partitions; those of a topic that is not there, or may not be described, are left out. Blocks.
     *
     * @throws KafkaException if the brokers do not tell
     */
    @Override
    public Map<TopicPartition, LogId> apply(Collection<TopicPartition> partitions) {
        Set<String> topics =
                partitions.stream().map(TopicPartition::topic).collect(Collectors.toCollection(HashSet::new));
        Map<TopicPartition, LogId> logs = new HashMap<>();
        try (Admin admin = admins.get()) {
            KafkaFuture<String> cluster = admin.describeCluster().clusterId();
            Map<String, KafkaFuture<TopicDescription>> described =
                    admin.describeTopics(topics).topicNameValues();
            for (TopicPartition partition : partitions) {
                try {
                    TopicDescription topic =
                            requireNonNull(described.get(partition.topic())).get();
                    logs.put(partition, LogId.of(cluster.get(), partition, topic.topicId()));
                } catch (ExecutionException e) {
                    leaveOutOrThrow(e);
                }
            }
            return logs;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static void leaveOutOrThrow(ExecutionException e) {
        boolean ofTheTopic = e.getCause() instanceof UnknownTopicOrPartitionException
                || e.getCause() instanceof TopicAuthorizationException;
        if (!ofTheTopic) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }
}
