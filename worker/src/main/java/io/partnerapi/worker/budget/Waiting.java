package io.partnerapi.worker.budget;

import io.partnerapi.worker.turn.Turns;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Those who wait for a permit, by their turns. Confined to one thread; bounded by those who call. */
final class Waiting {

    /** The deadline of one who waits as long as it takes. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    private final TreeSet<Waiter> byAge = new TreeSet<>(Comparator.comparingLong(Waiter::sequence));
    private final TreeSet<Waiter> byDeadline =
            new TreeSet<>(Comparator.comparingLong(Waiter::deadline).thenComparingLong(Waiter::sequence));
    private final Turns<Waiter> turns;
    private long nextSequence;

    /** One who waits; times are those of the {@link Loop}. */
    private record Waiter(
            PermitRequest request, Promise<PermitAnswer> promise, long since, long deadline, long sequence) {}

    Waiting(int lowestShare) {
        turns = new Turns<>(lowestShare);
    }

    /** Whether it would come before all that wait. */
    boolean isBefore(PermitRequest request) {
        return turns.priorities().findFirst().orElse(Integer.MAX_VALUE)
                > request.place().priority();
    }

    void add(PermitRequest request, Promise<PermitAnswer> promise, long now, long deadline) {
        Waiter waiter = new Waiter(request, promise, now, deadline, nextSequence++);
        byAge.add(waiter);
        byDeadline.add(waiter);
        turns.add(waiter, request.place());
    }

    /** Removes the one whose turn it is; null if nobody waits. */
    @Nullable
    Promise<PermitAnswer> remove() {
        Waiter next = turns.next().orElse(null);
        return next == null ? null : removed(next).promise();
    }

    /** Answers all whose deadline lies at {@code time} or before; a time before {@link #NO_DEADLINE}. */
    void expire(long time) {
        while (earliestDeadline() <= time) {
            Waiter waiter = removed(byDeadline.first());
            turns.remove(waiter);
            waiter.promise().complete(new DeadlinePassed());
        }
    }

    void failAll(Throwable cause) {
        while (!byAge.isEmpty()) {
            Waiter waiter = removed(byAge.first());
            turns.remove(waiter);
            waiter.promise().fail(cause);
        }
    }

    int size() {
        return byAge.size();
    }

    /** What is waited for, the best priority first, and no more than {@code most} in all. */
    List<Want> wants(int most) {
        List<Want> wants = new ArrayList<>();
        int left = most;
        for (int priority : turns.priorities().toArray()) {
            int permits = Math.min(left, turns.size(priority));
            left -= permits;
            if (permits > 0) {
                wants.add(new Want(priority, permits, turns.weight(priority)));
            }
        }
        return wants;
    }

    long earliestDeadline() {
        return byDeadline.isEmpty() ? NO_DEADLINE : byDeadline.first().deadline();
    }

    /** Since when the oldest waits; {@code otherwise} if nobody does. */
    long oldestSince(long otherwise) {
        return byAge.isEmpty() ? otherwise : byAge.first().since();
    }

    private Waiter removed(Waiter waiter) {
        byAge.remove(waiter);
        byDeadline.remove(waiter);
        return waiter;
    }
}
