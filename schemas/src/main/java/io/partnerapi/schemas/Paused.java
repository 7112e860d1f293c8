package io.partnerapi.schemas;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Workers stopped calling. Each worker whose call was refused may tell of the same pause; the latest end counts.
 *
 * @param at when they stopped
 * @param scope what is stopped, as kind and name, such as {@code egress:default} or {@code target:api}
 * @param reason why
 * @param until when they go on by themselves; null when not known
 */
public record Paused(
        Instant at, String scope, Reason reason, @Nullable Instant until) implements Telemetry {
    @Override
    public String key() {
        return "pause:" + scope;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.paused(this);
    }
}
