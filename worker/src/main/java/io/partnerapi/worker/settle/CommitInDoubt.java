package io.partnerapi.worker.settle;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction whose commit was asked for and never confirmed. Once a new producer has ended it one way or the other,
 * what the group has committed tells which: every step changes its partition's ledger, so before and after differ.
 *
 * @param asked what it would have committed
 */
record CommitInDoubt(Map<TopicPartition, OffsetAndMetadata> asked) {
    /** What became of it, as one partition tells. */
    enum Finding {
        /** It was committed. */
        COMMITTED,
        /** It was aborted. */
        ABORTED,
        /** Another worker has committed since: the partition is no longer ours. */
        OVERTAKEN
    }

    /** @param committed what the group has committed now, a partition without a commit left out */
    Finding finding(AssignedPartition partition, Map<TopicPartition, OffsetAndMetadata> committed) {
        OffsetAndMetadata now = committed.get(partition.id());
        if (AssignedPartition.same(asked.get(partition.id()), now)) {
            return Finding.COMMITTED;
        }
        return partition.stillAt(now) ? Finding.ABORTED : Finding.OVERTAKEN;
    }
}
