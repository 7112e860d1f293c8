package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.admit.Admitted.Go;
import io.partnerapi.worker.breaker.Pass;
import io.partnerapi.worker.budget.Permit;
import io.partnerapi.worker.token.AccessToken;

/**
 * What an admitted command makes its one call with: a token, a pass and a permit, its own or another that was spent instead.
 * Confined to one event loop.
 */
final class Entry {
    private final Go go;
    private Permit permit;

    Entry(Go go) {
        this.go = go;
        this.permit = go.permit();
    }

    AccessToken token() {
        return go.token();
    }

    Pass pass() {
        return go.pass();
    }

    /** Whether the call may be written on the permit that the command came with. */
    boolean spend() {
        return permit.spend();
    }

    /** Whether the call may be written on this permit; if so it is told from now on what becomes of the call. */
    boolean spend(Permit another) {
        if (!another.spend()) {
            another.close();
            return false;
        }
        permit.close();
        permit = another;
        return true;
    }

    /** The partner has answered the call. */
    void arrived() {
        permit.arrived();
    }

    /** Gives back what was not used. */
    void close() {
        permit.close();
        go.pass().close();
    }
}
