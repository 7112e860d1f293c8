package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Permits by the time at which they were entered, each of which counts for the same span of time. Immutable.
 *
 * <p>Permits entered close together form a slice, and all count as long as the youngest of them.
 */
public final class BudgetWindow implements Serializable {

    private static final long serialVersionUID = 2;

    /** Number of the oldest slice; the others follow it without a gap, so a slice can be found by its number. */
    private final long first;

    private final long[] opened;
    private final long[] youngest;
    private final int[] permits;

    private BudgetWindow(long first, long[] opened, long[] youngest, int[] permits) {
        this.first = first;
        this.opened = opened;
        this.youngest = youngest;
        this.permits = permits;
    }

    /** Permits that were entered at this time in milliseconds. */
    record Entered(long at, int permits) {}

    /** A window in which nothing counts; its slices are numbered from {@code first} on. */
    static BudgetWindow empty(long first) {
        return new BudgetWindow(first, new long[0], new long[0], new int[0]);
    }

    /** What counts still at {@code now}, in milliseconds of the same clock at which it was entered. */
    BudgetWindow at(long spanMillis, long now) {
        int over = 0;
        while (over < permits.length && now - youngest[over] > spanMillis) {
            over++;
        }
        return over == 0
                ? this
                : new BudgetWindow(
                        first + over,
                        Arrays.copyOfRange(opened, over, opened.length),
                        Arrays.copyOfRange(youngest, over, youngest.length),
                        Arrays.copyOfRange(permits, over, permits.length));
    }

    /** With permits entered at {@code now}, which is not before what was entered last. */
    BudgetWindow plus(long sliceMillis, int entered, long now) {
        if (entered == 0) {
            return this;
        }
        int length = permits.length;
        boolean open = length > 0 && now - opened[length - 1] < sliceMillis;
        int last = open ? length - 1 : length;
        long[] openedAfter = Arrays.copyOf(opened, last + 1);
        long[] youngestAfter = Arrays.copyOf(youngest, last + 1);
        int[] permitsAfter = Arrays.copyOf(permits, last + 1);
        openedAfter[last] = open ? opened[last] : now;
        youngestAfter[last] = now;
        permitsAfter[last] += entered;
        return new BudgetWindow(first, openedAfter, youngestAfter, permitsAfter);
    }

    /** Without permits of a slice; permits that no longer count are no matter. */
    BudgetWindow minus(long slice, int removed) {
        if (of(slice) == 0 || removed == 0) {
            return this;
        }
        int[] fewer = permits.clone();
        fewer[(int) (slice - first)] = Math.max(0, of(slice) - removed);
        return new BudgetWindow(first, opened, youngest, fewer);
    }

    /** Permits of a slice that count; 0 if it has left, or is none of this window's. */
    int of(long slice) {
        long index = slice - first;
        return index < 0 || index >= permits.length ? 0 : permits[(int) index];
    }

    /** Number of the newest slice. */
    long newest() {
        return first + permits.length - 1;
    }

    /** Permits that count. */
    int used() {
        return Arrays.stream(permits).sum();
    }

    /** When the oldest permits were entered, or {@code otherwise} if there are none. */
    long oldest(long otherwise) {
        return IntStream.range(0, permits.length)
                .filter(i -> permits[i] > 0)
                .mapToLong(i -> youngest[i])
                .findFirst()
                .orElse(otherwise);
    }

    /** When the newest permits were entered, or {@code otherwise} if there are none. */
    long latest(long otherwise) {
        return permits.length == 0 ? otherwise : youngest[permits.length - 1];
    }

    /** All that counts, the oldest first. */
    List<Entered> all() {
        return IntStream.range(0, permits.length)
                .filter(i -> permits[i] > 0)
                .mapToObj(i -> new Entered(youngest[i], permits[i]))
                .toList();
    }
}
