package io.partnerapi.worker.budget;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the calls that arrive in the window before each, as the partner does, and refuses those that are too many. */
final class SimulatedPartner {
    private final long window;
    private final Deque<Long> inWindow = new ArrayDeque<>();
    private int limit;
    private int most;
    private long arrived;
    private long refused;

    /** @param limit calls in a window that are not refused */
    SimulatedPartner(int limit, long window) {
        this.limit = limit;
        this.window = window;
    }

    /** From now on it refuses what is beyond this. */
    void limit(int calls) {
        limit = calls;
    }

    /** One call arrives; whether it is refused. Time never goes back. */
    boolean refuses(long now) {
        while (!inWindow.isEmpty() && now - inWindow.getFirst() > window) {
            inWindow.removeFirst();
        }
        inWindow.addLast(now);
        arrived++;
        most = Math.max(most, inWindow.size());
        boolean tooMany = inWindow.size() > limit;
        refused += tooMany ? 1 : 0;
        return tooMany;
    }

    /** The most that ever arrived in a window, both ends included. */
    int most() {
        return most;
    }

    long arrived() {
        return arrived;
    }

    long refused() {
        return refused;
    }
}
