package io.partnerapi.schemas;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint refused a token.
 *
 * @param at when it refused
 * @param credential client id of the credential; never its secret
 * @param reason why
 * @param until when a worker will ask again with the same credential; null when not known
 * @param worker id of the worker that asked
 */
public record TokenRefused(
        Instant at,
        String credential,
        Reason reason,
        @Nullable Instant until,
        String worker) implements Telemetry {
    @Override
    public String key() {
        return "token:" + credential;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.tokenRefused(this);
    }
}
