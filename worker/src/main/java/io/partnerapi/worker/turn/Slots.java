package io.partnerapi.worker.turn;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How many of each priority may be on their way at once, and how much heap they may take. The best may use all of both,
 * each other one leaves some to those before it, so that an urgent command does not wait for a slot behind a backlog. Not
 * thread-safe.
 */
public final class Slots {
    private final int all;
    private final long heap;
    private final Map<Integer, Integer> most = new HashMap<>();
    private final Map<Integer, Integer> running = new HashMap<>();
    private int total;
    private long used;

    /**
     * @param all slots, at least 1
     * @param heap bytes of heap after which no more may start; the last to start may exceed them
     * @param priorities of the topics, the lower before the higher
     */
    public Slots(int all, long heap, SortedSet<Integer> priorities) {
        this.all = all;
        this.heap = heap;
        int[] sorted =
                new TreeSet<>(priorities).stream().mapToInt(Integer::intValue).toArray();
        IntStream.range(0, sorted.length)
                .forEach(i -> most.put(sorted[i], Math.max(1, all - i * all / (2 * sorted.length))));
    }

    public boolean isFree(int priority) {
        int limit = most.getOrDefault(priority, all);
        return total < all
                && running.getOrDefault(priority, 0) < limit
                && (total == 0 || used < (double) heap * limit / all);
    }

    /** @param bytes of heap that it takes */
    public void take(int priority, long bytes) {
        total++;
        used += bytes;
        running.merge(priority, 1, Integer::sum);
    }

    /** @param bytes as they were taken */
    public void free(int priority, long bytes) {
        total--;
        used -= bytes;
        running.merge(priority, -1, Integer::sum);
    }
}
