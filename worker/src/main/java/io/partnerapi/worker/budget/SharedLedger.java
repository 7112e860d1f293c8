package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import java.io.Serializable;

/** Where the ledger of an egress group lies. Safe from any thread. */
public interface SharedLedger {

    /** Does one step where the ledger is, alone and as a whole; ends in a bounded time on the context it was called from. */
    <R extends Serializable> Future<R> submit(LedgerStep<R> step);

    /** Lets every worker of the group know that it should look. */
    void callAll();

    /** Whoever is told to look; on any thread. */
    void onCall(Runnable listener);
}
