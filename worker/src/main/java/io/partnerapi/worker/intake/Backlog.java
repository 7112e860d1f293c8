package io.partnerapi.worker.intake;

import io.partnerapi.worker.settle.AssignedPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much has been taken and not finished, against what may be held in memory; safe for any thread.
 *
 * <p>Records are counted by what could be worked on at once, so that a key whose first command is tried again and again
 * does not keep its partition from being read on for others; and by heap, of which the second half is divided, so that
 * such a key does not keep the other partitions from being read.
 */
public final class Backlog {
    private final int maxAbreast;
    private final long maxHeap;
    private final BooleanSupplier held;
    private final Map<AssignedPartition, HeldRecords> byPartition = new HashMap<>();
    private long records;
    private long heap;
    private long unread;

    /**
     * @param maxAbreast records held that could be worked on at once, shared between the partitions; a poll may exceed it
     * @param maxHeap bytes of heap that all records may take; a poll may exceed it
     * @param held whether nothing is to be taken for now, since it could only wait
     */
    public Backlog(int maxAbreast, long maxHeap, BooleanSupplier held) {
        this.maxAbreast = maxAbreast;
        this.maxHeap = maxHeap;
        this.held = held;
    }

    synchronized void add(Taken taken) {
        records++;
        heap += taken.heap();
        byPartition
                .computeIfAbsent(taken.partition(), partition -> new HeldRecords())
                .add(taken);
    }

    /** The record has left the pipeline: until it is removed it takes its heap, and no share of what can be worked on. */
    public synchronized void leaves(Taken taken) {
        HeldRecords its = byPartition.get(taken.partition());
        if (its != null) {
            its.leaves(taken);
        }
    }

    /** The record that {@link #leaves left} is settled, or left to the partition's next owner. */
    public synchronized void remove(Taken taken) {
        records--;
        heap -= taken.heap();
        byPartition.computeIfPresent(taken.partition(), (partition, its) -> {
            its.remove(taken);
            return its.heap() == 0 ? null : its;
        });
    }

    /** How many records of this worker's partitions are in the topics still. */
    synchronized void unread(long count) {
        unread = count;
    }

    /** Commands that have no end yet, taken or not, as far as this worker knows. */
    public synchronized long waiting() {
        return records + unread;
    }

    /** Records taken and not finished. */
    public synchronized long held() {
        return records;
    }

    /** Why nothing at all is to be taken for now; null if something may be. */
    @Nullable
    Hold hold() {
        return held.getAsBoolean() ? Hold.PARTNER : full() ? Hold.MEMORY : null;
    }

    private synchronized boolean full() {
        return heap >= maxHeap;
    }

    /** Whether one of so many partitions has its share. */
    synchronized boolean hasShare(AssignedPartition partition, int partitions) {
        HeldRecords its = byPartition.get(partition);
        if (its == null) {
            return false;
        }
        return its.abreast() >= Math.max(1, maxAbreast / partitions)
                || heap >= maxHeap / 2 && its.heap() >= maxHeap / 2 / partitions;
    }
}
