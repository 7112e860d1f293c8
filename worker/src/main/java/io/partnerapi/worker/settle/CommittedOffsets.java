package io.partnerapi.worker.settle;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Tells what the group has committed. */
@FunctionalInterface
public interface CommittedOffsets {
    /**
     * What is committed of these partitions; those without a commit are left out. Blocks.
     *
     * @throws KafkaException if the brokers do not tell
     */
    Map<TopicPartition, OffsetAndMetadata> read(Set<TopicPartition> partitions) throws InterruptedException;
}
