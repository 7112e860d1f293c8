package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * All that an egress group shares: which permits count, who waits, and the pause it may be in. Immutable.
 *
 * <p><b>Guarantee.</b> No window of length W, wherever it begins, sees more than N calls arrive at the partner, if every
 * call arrives no later than the guard G after its permit was leased.
 *
 * <p><b>Proof.</b> A permit counts from its lease until more than W + G later; or, once its call is known to have arrived,
 * until more than W after that was told. A lease is granted only while at most N permits count, itself included. Take any
 * window from x to x + W and the calls that arrive in it, and look at the moment when the last of their permits was leased.
 * Every other of these calls was leased before, and arrived at x or later. If its arrival was not told by then, its lease was
 * no more than G before its arrival and so no more than W + G before that moment. If it was told, then at its arrival or
 * later, so no more than W before that moment. Either way it still counted; so together they are at most N.
 *
 * <p><b>What G covers.</b> Half of it the age of a permit when its call is written ({@link BudgetLimit#useBy()}, enforced
 * by the worker on its monotonic clock from before it asked). The other half what nobody can enforce: the way of the
 * request to the partner. Clocks are not compared ({@link LedgerTime}).
 *
 * <p><b>What it costs.</b> A call that is answered counts as long as the partner counts it, and from lease to telling; one
 * of which nothing is heard, a guard longer.
 *
 * @param known whether it goes on from what was kept; nothing is leased before
 */
public record EgressLedger(
        boolean known,
        LedgerTime time,
        BudgetWindow leased,
        BudgetWindow arrived,
        EgressPause pause,
        Wishes wishes,
        Pacing pacing,
        Saving saving)
        implements Serializable {

    /** What is there before anything happened: not even what was kept is known. */
    public static final EgressLedger UNKNOWN = new EgressLedger(
            false,
            LedgerTime.START,
            BudgetWindow.empty(0),
            BudgetWindow.empty(0),
            EgressPause.NONE,
            Wishes.NONE,
            Pacing.NONE,
            Saving.NONE);

    /** From one look to the next of a worker whose turn it is not. */
    static final Duration SOON = Duration.ofMillis(200);

    /** The same of one that gets more as soon as what was leased is saved. */
    private static final long SAVED_MILLIS = 50;
    /** A wish stands so long after the worker that has it was to ask again. */
    private static final long LATE_MILLIS = 1_000;

    /** The ledger after a step, and what the step answers. */
    public record Done<R>(EgressLedger ledger, R answer) {}

    /** As it is at this time: without what no longer counts. */
    EgressLedger at(BudgetLimit limit, Tick tick) {
        LedgerTime then = time.at(tick);
        return new EgressLedger(
                known,
                then,
                leased.at(limit.leasedMillis(), then.now()),
                arrived.at(limit.arrivedMillis(), then.now()),
                pause,
                wishes.at(then.now()),
                pacing,
                saving);
    }

    /** Whether it did not go on as far as another that once was the same. */
    public boolean isBehind(EgressLedger other) {
        return time.age().compareTo(other.time().age()) < 0;
    }

    /** Of no use any more, since it did not go on when others did: it knows of the pause, and of nothing else. */
    EgressLedger forgotten() {
        return new EgressLedger(
                false,
                time,
                BudgetWindow.empty(0),
                BudgetWindow.empty(0),
                pause,
                Wishes.NONE,
                Pacing.NONE,
                Saving.NONE);
    }

    /** Permits that count. */
    int used() {
        return leased.used() + arrived.used();
    }

    /** With permits that will not be spent, and calls that have arrived. */
    EgressLedger settled(BudgetLimit limit, List<Part> unspent, List<Part> arrivals) {
        BudgetWindow left = leased;
        for (Part part : unspent) {
            left = left.minus(part.slice(), part.permits());
        }
        int moved = 0;
        for (Part part : arrivals) {
            moved += Math.min(part.permits(), left.of(part.slice()));
            left = left.minus(part.slice(), part.permits());
        }
        return with(left, arrived.plus(limit.sliceMillis(), moved, time.now()));
    }

    Done<Lease> lease(BudgetLimit limit, LedgerStep.Take take) {
        long now = time.now();
        int wanted = take.wants().stream().mapToInt(Want::permits).sum();
        int savable = Math.max(0, limit.reserve() - saving.unsaved());
        int most = Math.min(savable, pause.allowed(limit, now));
        int free = Math.max(0, limit.calls() - used());
        Wishes.Turn turn = wishes.told(take.worker(), take.wants(), take.backlog(), Long.MAX_VALUE)
                .turn(
                        take.worker(),
                        Math.min(free, most),
                        pacing.allowed(limit, free, leavesIn(limit, leased), now),
                        limit);
        int granted = turn.granted();
        BudgetWindow after = leased.plus(limit.sliceMillis(), granted, now);
        List<Want> left = left(take.wants(), granted);
        boolean paced = left.stream().allMatch(want -> want.priority() > limit.best());
        Duration next = granted == wanted
                ? Duration.ZERO
                : Duration.ofMillis(next(limit, after, granted, free, savable, paced));
        EgressLedger done = new EgressLedger(
                known,
                time,
                after,
                arrived,
                pause.leased(granted, now),
                turn.after().told(take.worker(), left, take.backlog(), now + next.toMillis() + LATE_MILLIS),
                pacing.after(limit, granted, free, now),
                saving.leased(granted));
        return new Done<>(
                done,
                new Lease(
                        after.newest(),
                        granted,
                        done.used(),
                        done.wishes().backlog(),
                        next,
                        Duration.ofMillis(pause.remaining(now))));
    }

    Done<Duration> refused(BudgetLimit limit) {
        EgressPause after = pause.refused(limit, time.now());
        return new Done<>(
                new EgressLedger(known, time, leased, arrived, after, wishes, pacing, saving.soon(limit.reserve())),
                Duration.ofMillis(after.remaining(time.now())));
    }

    /** Paused for at least so long, by a pause that was there before what was kept was known. */
    EgressLedger pausedFor(long millis, EgressPause before) {
        return millis <= pause.remaining(time.now())
                ? this
                : new EgressLedger(
                        known,
                        time,
                        leased,
                        arrived,
                        new EgressPause(time.now() + millis, before.lengthMillis(), 0),
                        wishes,
                        pacing,
                        saving);
    }

    EgressLedger saving(Saving after) {
        return new EgressLedger(known, time, leased, arrived, pause, wishes, pacing, after);
    }

    private EgressLedger with(BudgetWindow newLeased, BudgetWindow newArrived) {
        return new EgressLedger(known, time, newLeased, newArrived, pause, wishes, pacing, saving);
    }

    /**
     * When a worker that did not get all it wants should ask again.
     *
     * @param paced whether all that it waits for yet is of lower priorities
     */
    private long next(BudgetLimit limit, BudgetWindow after, int granted, int free, int savable, boolean paced) {
        long now = time.now();
        if (pause.remaining(now) > 0) {
            return pause.remaining(now);
        }
        if (pause.ramping(now) && granted < Math.min(free, savable)) {
            return Math.max(
                    SOON.toMillis(), pause.leased(granted, now).next(limit, now).toMillis());
        }
        if (granted < free) {
            long turn = paced ? Math.max(SOON.toMillis(), pacing.next(limit, free, now)) : SOON.toMillis();
            return granted >= savable ? SAVED_MILLIS : turn;
        }
        long settled = after.latest(now) + limit.guardMillis() / 2 + limit.sliceMillis() - now;
        return Math.min(leavesIn(limit, after), settled > 0 ? settled : Long.MAX_VALUE);
    }

    /** How long until the oldest permits leave. */
    private long leavesIn(BudgetLimit limit, BudgetWindow leases) {
        long now = time.now();
        return Math.min(
                leases.oldest(now) + limit.leasedMillis() + 1 - now,
                arrived.oldest(now) + limit.arrivedMillis() + 1 - now);
    }

    /** What a worker waits for still after it was granted so many, the best priority first. */
    private static List<Want> left(List<Want> wants, int granted) {
        int[] open = {granted};
        return wants.stream()
                .map(want -> {
                    int had = Math.min(open[0], want.permits());
                    open[0] -= had;
                    return new Want(want.priority(), want.permits() - had, want.shares());
                })
                .filter(want -> want.permits() > 0)
                .toList();
    }
}
