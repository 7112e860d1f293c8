package io.partnerapi.worker.admit;

import io.partnerapi.schemas.Target;
import io.partnerapi.worker.breaker.Probe;
import io.partnerapi.worker.budget.PermitRequest;
import io.partnerapi.worker.turn.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that asks to go.
 *
 * @param probe how well it suits to find out whether a partner that was down is back
 * @param place by which its turn is decided
 */
public record Candidate(
        Target target, Probe probe, Place place, @Nullable Instant deadline) {
    PermitRequest permitRequest() {
        return new PermitRequest(place, deadline);
    }
}
