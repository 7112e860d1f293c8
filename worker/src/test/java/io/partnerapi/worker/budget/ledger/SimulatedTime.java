package io.partnerapi.worker.budget.ledger;

import java.util.Comparator;
import java.util.PriorityQueue;

/** True time, in nanoseconds, and what is to happen in it; on one thread. */
final class SimulatedTime {
    private record Event(long at, long number, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long numbers;

    long now() {
        return now;
    }

    void after(long nanos, Runnable what) {
        events.add(new Event(now + Math.max(0, nanos), numbers++, what));
    }

    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.remove();
            now = next.at();
            next.what().run();
        }
        now = end;
    }
}
