package io.partnerapi.worker.intake;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How much has been taken and not finished, against what may be held in memory; safe for any thread. */
public final class Backlog {
    private final int maxRecords;
    private final long maxHeap;
    private final BooleanSupplier held;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong heap = new AtomicLong();
    private volatile long unread;

    /**
     * @param maxRecords records held at once, shared between the partitions; a poll may exceed it
     * @param maxHeap bytes of heap that they may take together; a poll may exceed it
     * @param held whether nothing is to be taken for now, since it could only wait
     */
    public Backlog(int maxRecords, long maxHeap, BooleanSupplier held) {
        this.maxRecords = maxRecords;
        this.maxHeap = maxHeap;
        this.held = held;
    }

    void add(Taken taken) {
        records.incrementAndGet();
        heap.addAndGet(taken.heap());
    }

    /** The record has left the pipeline: settled, or left to the partition's next owner. */
    public void remove(Taken taken) {
        records.decrementAndGet();
        heap.addAndGet(-taken.heap());
    }

    /** How many records of this worker's partitions are in the topics still. */
    void unread(long count) {
        unread = count;
    }

    /** Commands that have no end yet, taken or not, as far as this worker knows. */
    public long waiting() {
        return records.get() + unread;
    }

    /** Records taken and not finished. */
    public long held() {
        return records.get();
    }

    /** Why nothing at all is to be taken for now; null if something may be. */
    @Nullable
    Hold hold() {
        if (held.getAsBoolean()) {
            return Hold.PARTNER;
        }
        return heap.get() >= maxHeap ? Hold.MEMORY : null;
    }

    /** Records that one of {@code partitions} may hold, so that each gets its share. */
    int share(int partitions) {
        return Math.max(1, maxRecords / Math.max(1, partitions));
    }
}
