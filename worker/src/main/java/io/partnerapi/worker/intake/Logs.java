package io.partnerapi.worker.intake;

import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.Resumption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What the brokers know of partitions that are to be read. Every question may block, and fails with a {@link KafkaException}. */
public interface Logs {
    /** Which logs they have now; those of a topic that is not there, or may not be described, are left out. */
    Map<TopicPartition, LogId> ids(Collection<TopicPartition> partitions);

    /** What the group has committed of them; one whose commit is still under way is left out. */
    Map<TopicPartition, Optional<OffsetAndMetadata>> commits(Collection<TopicPartition> partitions);

    /** Where its log begins and ends, as far as committed records go. */
    Resumption.Bounds bounds(TopicPartition partition);
}
