package io.partnerapi.worker.budget;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * When a worker asks the grid next: a few times a second at most, and not before it can be of use. All times are those of the
 * {@link Loop}. Confined to one thread.
 */
final class AskTimes {

    private static final long FRESH = TimeUnit.MINUTES.toNanos(1);
    /** The same while somebody waits: the ledger's time stands still from the last step to the next if its owner changes. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(5);

    private final Pace pace;
    private final RandomGenerator random;
    private long askAt;
    private long askedAt;
    private long heardAt;
    private long retryAt;
    private long fullUntil;

    AskTimes(Pace pace, RandomGenerator random, long now) {
        this.pace = pace;
        this.random = random;
        this.askAt = now;
        this.askedAt = now;
        this.heardAt = now - FRESH;
        this.retryAt = now;
        this.fullUntil = now;
    }

    void asked(long now) {
        askAt = now + pace.between();
        askedAt = now;
    }

    /**
     * The grid has answered.
     *
     * @param next after which it is of use to ask again; zero: there is more than was asked for
     * @param full how long surely nothing comes free for anybody
     */
    void heard(Duration next, Duration full, long now) {
        heardAt = now;
        fullUntil = now + full.toNanos();
        if (!next.isZero()) {
            later(now + next.toNanos(), now);
        }
    }

    /** The grid did not answer, or could not: a failure that took long has been waited for already. */
    void failed(long now) {
        long pause = pace.retry() / 2 + random.nextLong(pace.retry());
        retryAt = Math.max(now + random.nextLong(pace.between()), askedAt + pause);
    }

    /** Someone waits before whom all others have to. */
    void urgent(long now) {
        askAt = Math.min(askAt, Math.max(now, askedAt + pace.between()));
    }

    /** The group is paused: nothing is leased before. */
    void paused(long until, long now) {
        fullUntil = until;
        later(until, now);
    }

    /** It is of no use to ask before; workers that wait for the same moment come one after the other. */
    private void later(long until, long now) {
        askAt = until + random.nextLong(Math.max(1, Math.min(pace.between(), until - now)));
    }

    /** Before this nothing comes free in the ledger, as far as {@link Lease#full} is sure of it. */
    long fullUntil() {
        return fullUntil;
    }

    /**
     * When to ask.
     *
     * @param wants whether this worker could use permits, from {@code from} on
     * @param waits whether somebody waits for one
     * @param unspent whether there are permits to give back
     * @param arrived whether there are calls to tell of
     */
    long next(boolean wants, long from, boolean waits, boolean unspent, boolean arrived) {
        long look = heardAt + (waits ? LOOK : FRESH);
        long need = wants ? Math.min(look, Math.max(askAt, from)) : look;
        long news = Math.min(
                unspent ? askedAt + pace.between() : Long.MAX_VALUE, arrived ? askedAt + pace.tell() : Long.MAX_VALUE);
        return Math.max(retryAt, Math.min(need, news));
    }
}
