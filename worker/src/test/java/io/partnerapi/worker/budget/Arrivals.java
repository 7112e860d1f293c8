package io.partnerapi.worker.budget;

import java.util.Collection;

/** Counts as the partner does. */
public final class Arrivals {

    private Arrivals() {}

    /** The most arrivals in any window of that length, both ends included. */
    public static int most(Collection<Long> arrivals, long window) {
        long[] sorted = arrivals.stream().mapToLong(Long::longValue).sorted().toArray();
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.length; to++) {
            while (sorted[to] - sorted[from] > window) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
