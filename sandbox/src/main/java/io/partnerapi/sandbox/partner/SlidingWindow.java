package io.partnerapi.sandbox.partner;

import java.util.Arrays;

/** Counts arrivals in the window that ends now, exactly: an arrival counts until it is a whole window old. */
final class SlidingWindow {
    /** The most arrivals remembered, 14,000 a second over five minutes; beyond it the count stays there. */
    static final int MAX_ARRIVALS = 1 << 22;

    private static final int FIRST_CAPACITY = 1024;

    private long[] arrivals = new long[FIRST_CAPACITY];
    private int first;
    private int size;

    /** Adds an arrival, never earlier than the one before, and says how many the window holds with it. */
    int arrive(long nanos, long windowNanos) {
        while (size > 0 && nanos - arrivals[first] >= windowNanos) {
            dropFirst();
        }
        if (size == MAX_ARRIVALS) {
            dropFirst();
        }
        if (size == arrivals.length) {
            grow();
        }
        arrivals[(first + size) % arrivals.length] = nanos;
        size++;
        return size;
    }

    private void dropFirst() {
        first = (first + 1) % arrivals.length;
        size--;
    }

    private void grow() {
        long[] larger = Arrays.copyOf(arrivals, 2 * arrivals.length);
        System.arraycopy(arrivals, 0, larger, arrivals.length - first, first);
        System.arraycopy(arrivals, first, larger, 0, arrivals.length - first);
        arrivals = larger;
        first = 0;
    }
}
