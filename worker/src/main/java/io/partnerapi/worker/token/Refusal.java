package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Duration;

/**
 * Why a token request brought no token.
 *
 * @param retry when to ask again
 * @param atLeast shortest wait before that
 * @param mayHaveBeenIssued whether the partner may have issued, and counted, a token all the same
 * @param code for programs, such as {@code CREDENTIALS_REFUSED}
 * @param reason what is wrong, without secrets
 * @param advice what a person can do about it
 */
record Refusal(Retry retry, Duration atLeast, boolean mayHaveBeenIssued, String code, String reason, String advice)
        implements Serializable {

    /** When to ask again. */
    enum Retry {
        /** When the credentials change; with the same ones after the shortest wait, should they be let in again. */
        CHANGED,
        /** After the shortest wait, a little spread, since the partner limits us: to start anew changes nothing. */
        LIMITED,
        /** After the shortest wait and one that doubles with every failure in a row, whichever is longer. */
        BACKOFF
    }
}
