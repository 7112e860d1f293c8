package io.partnerapi.schemas;

import java.time.Instant;

/**
 * The workers have a new token.
 *
 * @param at when it was issued
 * @param credential client id of the credential; never its secret
 * @param generation number of the token, one more than that of the token before
 * @param expiresAt when it ends
 * @param tookMillis milliseconds that the request took
 * @param worker id of the worker that asked
 */
public record TokenRefreshed(
        Instant at, String credential, long generation, Instant expiresAt, long tookMillis, String worker)
        implements Telemetry {
    @Override
    public String key() {
        return "token:" + credential;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.tokenRefreshed(this);
    }
}
