package io.partnerapi.worker.settle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;

/** What the workers' group has committed, as the brokers know it. */
public final class GroupCommits implements CommittedOffsets {
    private final Supplier<Admin> admins;
    private final String group;

    /** @param admins makes an admin client */
    public GroupCommits(Supplier<Admin> admins, String group) {
        this.admins = admins;
        this.group = group;
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> read(Set<TopicPartition> partitions) throws InterruptedException {
        ListConsumerGroupOffsetsSpec wanted =
                new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions));
        // Stable: what an open transaction is about to commit is not passed over for what it replaces.
        ListConsumerGroupOffsetsOptions stable = new ListConsumerGroupOffsetsOptions().requireStable(true);
        try (Admin admin = admins.get()) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    new HashMap<>(admin.listConsumerGroupOffsets(Map.of(group, wanted), stable)
                            .partitionsToOffsetAndMetadata(group)
                            .get());
            // A partition whose commit is still under way is left out, one without a commit is null.
            if (!committed.keySet().containsAll(partitions)) {
                throw new UnstableOffsetCommitException("commits of the group are not stable yet");
            }
            committed.values().removeIf(nothing -> nothing == null);
            return committed;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }
}
