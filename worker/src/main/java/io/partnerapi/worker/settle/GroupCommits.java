package io.partnerapi.worker.settle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Map<TopicPartition, Optional<OffsetAndMetadata>> told = told(partitions);
        if (!told.keySet().containsAll(partitions)) {
            throw new UnstableOffsetCommitException("commits of the group are not stable yet");
        }
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        told.forEach((id, commit) -> commit.ifPresent(known -> committed.put(id, known)));
        return committed;
    }

    /**
     * What is committed of these partitions, if anything; those whose commit is still under way are left out. Blocks.
     *
     * @throws KafkaException if the brokers do not tell
     */
    public Map<TopicPartition, Optional<OffsetAndMetadata>> told(Set<TopicPartition> partitions)
            throws InterruptedException {
        ListConsumerGroupOffsetsSpec wanted =
                new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions));
        // Stable: what an open transaction is about to commit is not passed over for what it replaces.
        ListConsumerGroupOffsetsOptions stable = new ListConsumerGroupOffsetsOptions().requireStable(true);
        try (Admin admin = admins.get()) {
            Map<TopicPartition, Optional<OffsetAndMetadata>> told = new HashMap<>();
            admin.listConsumerGroupOffsets(Map.of(group, wanted), stable)
                    .partitionsToOffsetAndMetadata(group)
                    .get()
                    .forEach((id, commit) -> told.put(id, Optional.ofNullable(commit)));
            return told;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }
}
