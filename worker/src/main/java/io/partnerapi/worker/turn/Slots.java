package io.partnerapi.worker.turn;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How many of each priority may be on their way at once. The best may use all slots, each other one leaves some to
 * those before it, so that an urgent command does not wait for a slot behind a backlog. Not thread-safe.
 */
public final class Slots {
    private final int all;
    private final Map<Integer, Integer> most = new HashMap<>();
    private final Map<Integer, Integer> running = new HashMap<>();
    private int total;

    /**
     * @param all slots, at least 1
     * @param priorities of the topics, the lower before the higher
     */
    public Slots(int all, SortedSet<Integer> priorities) {
        this.all = all;
        int[] sorted =
                new TreeSet<>(priorities).stream().mapToInt(Integer::intValue).toArray();
        IntStream.range(0, sorted.length)
                .forEach(i -> most.put(sorted[i], Math.max(1, all - i * all / (2 * sorted.length))));
    }

    public boolean isFree(int priority) {
        return total < all && running.getOrDefault(priority, 0) < most.getOrDefault(priority, all);
    }

    public void take(int priority) {
        total++;
        running.merge(priority, 1, Integer::sum);
    }

    public void free(int priority) {
        total--;
        running.merge(priority, -1, Integer::sum);
    }
}
