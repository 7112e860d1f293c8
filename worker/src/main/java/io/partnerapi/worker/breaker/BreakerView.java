package io.partnerapi.worker.breaker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a breaker stands.
 *
 * @param target what it guards, as on the wire
 * @param state closed, open or half_open
 * @param openUntil until when no call is made; null if one may be
 * @param lastFailure the last call that failed, and how; empty if none did
 */
public record BreakerView(
        String target, String state, @Nullable Instant openUntil, String lastFailure) {

    /** Whether calls go as they come. */
    public boolean closed() {
        return state.equals("closed");
    }
}
