package io.partnerapi.worker.settle;

import io.partnerapi.worker.kafka.Address;
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

    /** The same step, ended by another record. */
    Entry with(Output other) {
        return new Entry(partition, offset, step, other, settled);
    }

    /** Where its record goes; null: it has none. */
    @Nullable
    Address address() {
        return output == null ? null : output.address();
    }

    /** The entries whose partitions are still assigned; the others are answered {@link Settled#LOST}. */
    static List<Entry> stillOurs(List<Entry> entries) {
        List<Entry> ours = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (entry.partition().closed()) {
                entry.settled().complete(Settled.LOST);
            } else {
                ours.add(entry);
            }
        }
        return ours;
    }

    /** As people find the command: {@code topic-partition@offset}. */
    @Override
    public String toString() {
        return partition.id() + "@" + offset;
    }
}
