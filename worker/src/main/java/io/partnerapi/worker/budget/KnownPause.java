package io.partnerapi.worker.budget;

import io.vertx.core.AsyncResult;
import java.time.Duration;

/**
 * The pause of the egress group, as far as this worker knows of it. All times are those of the {@link Loop}; confined to
 * it, but for {@link #holds}.
 */
final class KnownPause {

    private final BudgetGrid grid;
    private final Loop loop;
    private final long retry;
    private final BudgetReport report;
    private final Runnable paused;
    private volatile boolean asking;
    private volatile long until;
    private boolean owed;

    /** @param paused run on the loop whenever a pause was decided or heard of */
    KnownPause(BudgetGrid grid, Loop loop, Pace pace, BudgetReport report, Runnable paused) {
        this.grid = grid;
        this.loop = loop;
        this.retry = pace.retry();
        this.report = report;
        this.paused = paused;
        this.until = loop.now();
        grid.onPause(length -> loop.execute(() -> begins(length)));
    }

    /** Whether no call may go. Safe for any thread. */
    boolean holds(long now) {
        return asking || now < until;
    }

    /** Whether the grid is being asked for a pause: how long it lasts is not known yet. */
    boolean asking() {
        return asking;
    }

    long until() {
        return until;
    }

    /** What the ledger says: it alone knows that a pause is shorter than it was thought to be. */
    void lasts(long until) {
        this.until = until;
    }

    /** A call was refused: asks the grid to pause the group, unless the pause is known. */
    void refused(long now) {
        if (!holds(now)) {
            asking = true;
            grid.pause().onComplete(answer -> loop.execute(() -> answered(answer)));
        }
    }

    /** Asks once more if the grid did not answer: another worker may not know of the refusal yet. */
    void askAgain(long now) {
        if (owed && !holds(now)) {
            owed = false;
            refused(now);
        }
    }

    private void answered(AsyncResult<Duration> answer) {
        asking = false;
        owed = answer.failed();
        if (answer.succeeded()) {
            report.pausedFor(answer.result());
        }
        begins(answer.succeeded() ? answer.result() : Duration.ofNanos(retry));
    }

    private void begins(Duration length) {
        until = Math.max(until, loop.now() + length.toNanos());
        paused.run();
    }
}
