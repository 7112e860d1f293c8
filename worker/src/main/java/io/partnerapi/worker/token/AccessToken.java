package io.partnerapi.worker.token;

/**
 * A bearer token of the partner; its text form never shows the value.
 *
 * @param generation number of the token, growing with each one the cluster asks for
 * @param value opaque: only ever sent, never parsed
 * @param expiresAt nanoTime of this process from which on it is not sent any more
 */
public record AccessToken(long generation, String value, long expiresAt) {

    /** Whether a call that is written now may carry it. */
    public boolean isUsable(long nanos) {
        return nanos - expiresAt < 0;
    }

    @Override
    public String toString() {
        return "AccessToken[generation=" + generation + "]";
    }
}
