package io.partnerapi.worker.settle;

import java.util.ArrayList;
import java.util.List;
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
    /**
     * Tells the entries whose end is known, and answers the others. A partition for which another worker has committed since
     * is closed.
     *
     * @param batch what the transaction was to settle
     * @param committed what the group has committed now, a partition without a commit left out
     */
    List<Entry> stillToDo(List<Entry> batch, Map<TopicPartition, OffsetAndMetadata> committed) {
        List<Entry> open = new ArrayList<>();
        for (Entry entry : batch) {
            AssignedPartition partition = entry.partition();
            OffsetAndMetadata now = committed.get(partition.id());
            if (now != null && AssignedPartition.same(asked.get(partition.id()), now)) {
                keepOrComplete(entry, now, open);
            } else if (partition.stillAt(now)) {
                open.add(entry);
            } else {
                partition.close();
                entry.settled().complete(Settled.LOST);
            }
        }
        return open;
    }

    /**
     * A start opens the way to the wire, so it is committed once more: a ledger does not name its writer, and only a
     * commit under our generation proves that the start is ours and not the next owner's. What is settled is settled,
     * whoever said so.
     */
    private static void keepOrComplete(Entry entry, OffsetAndMetadata now, List<Entry> open) {
        if (entry.step() == Step.START) {
            entry.partition().committed(List.of(), now);
            open.add(entry);
        } else {
            entry.partition().committed(List.of(entry), now);
            entry.settled().complete(Settled.COMMITTED);
        }
    }
}
