package io.partnerapi.worker.budget;

import io.vertx.core.AsyncResult;
import java.time.Duration;

/**
 * The pause of the egress group, as far as this worker knows of it. All times are those of the {@link Loop}; confined to
 * it, but for {@link #voids}.
 */
final class KnownPause {

    private final BudgetGrid grid;
    private final Loop loop;
    private final long retry;
    private final BudgetReport report;
    private final Runnable paused;
    private volatile boolean asking;
    private volatile long until;
    private long askAgainAt = Long.MAX_VALUE;

    /** @param paused run on the loop whenever a pause may have become longer */
    KnownPause(BudgetGrid grid, Loop loop, Pace pace, BudgetReport report, Runnable paused) {
        this.grid = grid;
        this.loop = loop;
        this.retry = pace.retry();
        this.report = report;
        this.paused = paused;
        this.until = loop.now();
    }

    /** Hears from now on of pauses that any worker has begun. */
    void listen() {
        grid.onPause(length -> loop.execute(() -> {
            extend(length);
            paused.run();
        }));
    }

    /**
     * Whether what was leased at that time must not be used: before the end of the pause, and so, since nothing is leased
     * during one, before its beginning. If it was now, no call may go. Safe for any thread.
     */
    boolean voids(long leasedAt) {
        return asking || leasedAt < until;
    }

    /** Whether the grid is being asked for a pause: how long it lasts is not known yet. */
    boolean asking() {
        return asking;
    }

    long until() {
        return until;
    }

    /** When it ends or has ended; {@link DispenserView#END_UNKNOWN} while the grid is being asked. */
    long end() {
        return asking ? DispenserView.END_UNKNOWN : until;
    }

    /** What the ledger says of the pause: it alone may shorten it, and knows of the refusal. */
    void lasts(long ledgers) {
        until = ledgers;
        askAgainAt = Long.MAX_VALUE;
    }

    /** A call was refused: asks the grid to pause the group, unless the pause is known. */
    void refused(long now) {
        if (!voids(now)) {
            ask();
        }
    }

    /** When to ask once more, if the grid did not answer: others may not know of the refusal yet. */
    long askAgainAt() {
        return askAgainAt;
    }

    void askAgain(long now) {
        if (now >= askAgainAt) {
            ask();
        }
    }

    private void ask() {
        askAgainAt = Long.MAX_VALUE;
        asking = true;
        grid.pause().onComplete(answer -> loop.execute(() -> answered(answer)));
    }

    private void answered(AsyncResult<Duration> answer) {
        Duration length = answer.succeeded() ? answer.result() : Duration.ofNanos(retry);
        extend(length);
        // Not before: between two pauses nothing may slip through.
        asking = false;
        if (answer.succeeded()) {
            report.pausedFor(length);
        } else {
            askAgainAt = loop.now() + retry;
        }
        paused.run();
    }

    private void extend(Duration length) {
        until = Math.max(until, loop.now() + length.toNanos());
    }
}
