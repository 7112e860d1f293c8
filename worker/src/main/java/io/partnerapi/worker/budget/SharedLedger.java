package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Consumer;

/** Where the ledger of an egress group lies. Safe from any thread. */
public interface SharedLedger {

    /** Does one step where the ledger is, alone and as a whole; ends in a bounded time on the context it was called from. */
    default <R extends Serializable> Future<R> submit(LedgerStep<R> step) {
        return submit(step, tooLate -> {});
    }

    /** @param late told of an answer that comes after the future has failed; on any thread */
    <R extends Serializable> Future<R> submit(LedgerStep<R> step, Consumer<R> late);

    /**
     * When this worker last lost the others, so that it was no part of a majority: by its own clock, in milliseconds; 0 if it
     * never did. A ledger that was there already may since have gone on without it.
     */
    long cutOffAt();

    /** Tells every worker of the group that nobody calls for so long; on the way without a bound, or lost. */
    void tellPause(Duration length);

    /** Whoever is told so; on any thread. */
    void onPause(Consumer<Duration> listener);
}
