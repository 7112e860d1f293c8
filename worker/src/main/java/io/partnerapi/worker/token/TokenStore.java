package io.partnerapi.worker.token;

import java.io.Serializable;
import java.util.concurrent.CompletionStage;

/** Where the entry of one credential lies. */
public interface TokenStore {

    /**
     * Applies an event to the entry.
     *
     * @return fails, within a bound, when it is not known whether it was applied; completes on any thread
     */
    <R extends Serializable> CompletionStage<Applied<R>> apply(TokenEvent<R> event);

    /** Calls the listener, on any thread, after somebody changed the entry; may miss a change, so look now and then too. */
    void onChange(Runnable listener);
}
