package io.partnerapi.worker.admit;

import io.partnerapi.schemas.Target;
import io.partnerapi.worker.breaker.Probe;
import io.partnerapi.worker.budget.PermitRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that asks to go.
 *
 * @param probe how well it suits to find out whether a partner that was down is back
 * @param priority of its topic; lower goes first
 * @param share whom the budget is shared between: the organization, or the key
 */
public record Candidate(
        Target target,
        Probe probe,
        int priority,
        String share,
        @Nullable Instant deadline) {
    PermitRequest permitRequest() {
        return new PermitRequest(priority, share, deadline);
    }
}
