package io.partnerapi.worker.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Which partitions a failure of the consumer is about: pure. */
final class PollFailure {
    private PollFailure() {}

    /**
     * What the failure says of each partition that it names; empty if it is about all of them.
     *
     * @param owned the partitions in question; of others nothing is said
     */
    static Map<TopicPartition, PartitionFault> faults(KafkaException failure, Collection<TopicPartition> owned) {
        Map<TopicPartition, PartitionFault> faults = new HashMap<>();
        for (TopicPartition id : owned) {
            fault(failure, id).ifPresent(fault -> faults.put(id, fault));
        }
        return faults;
    }

    /** What the failure says of this partition; empty if nothing. */
    static Optional<PartitionFault> fault(KafkaException failure, TopicPartition id) {
        if (failure instanceof OffsetOutOfRangeException gone) {
            return Optional.ofNullable(gone.offsetOutOfRangePartitions().get(id))
                    .map(offset -> outOfRange(gone, id, offset));
        }
        if (failure instanceof TopicAuthorizationException refused) {
            return refused.unauthorizedTopics().contains(id.topic())
                    ? Optional.of(PartitionFault.unauthorized(id.topic()))
                    : Optional.empty();
        }
        return names(failure, id) ? Optional.of(PartitionFault.unreadable(id, message(failure))) : Optional.empty();
    }

    private static PartitionFault outOfRange(OffsetOutOfRangeException gone, TopicPartition id, long offset) {
        if (gone instanceof LogTruncationException cut) {
            OffsetAndMetadata divergence = cut.divergentOffsets().get(id);
            return PartitionFault.truncated(id, offset, divergence == null ? null : divergence.offset());
        }
        return PartitionFault.outOfRange(id, offset, null);
    }

    /** Of a damaged record, batch or answer the consumer names the partition in its words only. */
    private static boolean names(KafkaException failure, TopicPartition id) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(id.toString()) + "(?!\\d)")
                .matcher(message(failure))
                .find();
    }

    private static String message(KafkaException failure) {
        return String.valueOf(failure.getMessage());
    }
}
