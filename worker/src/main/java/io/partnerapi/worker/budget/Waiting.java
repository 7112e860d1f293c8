package io.partnerapi.worker.budget;

import io.vertx.core.Promise;
import java.util.Comparator;
import java.util.TreeSet;

/** Those who wait for a permit: by priority, then by age. Confined to one thread; bounded by those who call. */
final class Waiting {

    /** The deadline of one who waits as long as it takes. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    private final TreeSet<Waiter> byAge = new TreeSet<>(Comparator.comparingLong(Waiter::sequence));
    private final TreeSet<Waiter> byTurn = new TreeSet<>(
            Comparator.comparingInt((Waiter w) -> w.request().priority()).thenComparingLong(Waiter::sequence));
    private final TreeSet<Waiter> byDeadline =
            new TreeSet<>(Comparator.comparingLong(Waiter::deadline).thenComparingLong(Waiter::sequence));
    private long nextSequence;

    /** One who waits; times are those of the {@link Loop}. */
    record Waiter(PermitRequest request, Promise<PermitAnswer> promise, long since, long deadline, long sequence) {}

    void add(PermitRequest request, Promise<PermitAnswer> promise, long now, long deadline) {
        Waiter waiter = new Waiter(request, promise, now, deadline, nextSequence++);
        byAge.add(waiter);
        byTurn.add(waiter);
        byDeadline.add(waiter);
    }

    /** Removes the one whose turn it is; somebody must wait. */
    Promise<PermitAnswer> remove() {
        return remove(byTurn.first()).promise();
    }

    /** Answers all whose deadline lies at {@code time} or before; a time before {@link #NO_DEADLINE}. */
    void expire(long time) {
        while (earliestDeadline() <= time) {
            Waiter waiter = remove(byDeadline.first());
            waiter.promise().complete(new DeadlinePassed());
        }
    }

    void failAll(Throwable cause) {
        while (!byAge.isEmpty()) {
            remove(byAge.first()).promise().fail(cause);
        }
    }

    int size() {
        return byAge.size();
    }

    long earliestDeadline() {
        return byDeadline.isEmpty() ? NO_DEADLINE : byDeadline.first().deadline();
    }

    /** Since when the oldest waits; {@code otherwise} if nobody does. */
    long oldestSince(long otherwise) {
        return byAge.isEmpty() ? otherwise : byAge.first().since();
    }

    private Waiter remove(Waiter waiter) {
        byAge.remove(waiter);
        byTurn.remove(waiter);
        byDeadline.remove(waiter);
        return waiter;
    }
}
