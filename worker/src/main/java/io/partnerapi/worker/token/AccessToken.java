package io.partnerapi.worker.token;

/**
 * A bearer token of the partner; its text form never shows the value.
 *
 * @param generation number of the token, growing with each one the cluster asks for
 * @param value opaque: only ever sent, never parsed
 */
public record AccessToken(long generation, String value) {

    @Override
    public String toString() {
        return "AccessToken[generation=" + generation + "]";
    }
}
