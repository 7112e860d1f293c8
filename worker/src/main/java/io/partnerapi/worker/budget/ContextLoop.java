package io.partnerapi.worker.budget;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A {@link Loop} on a Vert.x context. */
final class ContextLoop implements Loop {

    private static final long LONGEST_SLEEP_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final Vertx vertx;
    private final Context context;
    private final LongSupplier nanoTime;
    private final long origin;
    private long timer = -1;

    ContextLoop(Vertx vertx, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    @Override
    public long now() {
        return nanoTime.getAsLong() - origin;
    }

    @Override
    public void wakeAt(long time, Runnable task) {
        vertx.cancelTimer(timer);
        long millis = TimeUnit.NANOSECONDS.toMillis(time - now()) + 1;
        timer = vertx.setTimer(Math.max(1, Math.min(millis, LONGEST_SLEEP_MILLIS)), fired -> task.run());
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }
}
