package io.partnerapi.worker.settle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One step of a command, handed to the settler.
 *
 * @param output what to publish with it; null for nothing
 * @param settled told what became of it
 */
record Entry(
        AssignedPartition partition,
        long offset,
        Step step,
        @Nullable Output output,
        CompletableFuture<Settled> settled) {
    Entry reduced() {
        return output == null ? this : new Entry(partition, offset, step, output.reduced(), settled);
    }

    /** The entries whose partitions are still assigned; the others are answered {@link Settled#LOST}. */
    static List<Entry> stillOurs(List<Entry> batch) {
        List<Entry> ours = new ArrayList<>(batch.size());
        for (Entry entry : batch) {
            if (entry.partition().closed()) {
                entry.settled().complete(Settled.LOST);
            } else {
                ours.add(entry);
            }
        }
        return ours;
    }
}
