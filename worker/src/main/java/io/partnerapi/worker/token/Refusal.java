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
        /** Not before the credentials change. */
        NEVER,
        /** After the shortest wait, a little spread: a person may have to act. */
        LATER,
        /** The same, since the partner limits us: to start anew changes nothing. */
        LIMITED,
        /** After a wait that doubles with every failure in a row. */
        BACKOFF
    }
}
