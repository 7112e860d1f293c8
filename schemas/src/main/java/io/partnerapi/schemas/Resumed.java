package io.partnerapi.schemas;

import java.time.Instant;

/**
 * Workers call again after a pause. Told by each worker that told of the pause, and by none if they have ended: the end that
 * {@link Paused} names counts.
 *
 * @param at when they went on
 * @param scope what goes on; the scope of the {@link Paused} before
 * @param reason why it can go on
 */
public record Resumed(Instant at, String scope, Reason reason) implements Telemetry {
    @Override
    public String key() {
        return "pause:" + scope;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.resumed(this);
    }
}
