package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Instant;

/**
 * Keeps the whole cluster from asking for a while with credentials that the endpoint refused; others are asked with at once.
 *
 * @param credentials fingerprint of the refused secret
 * @param until when it may ask with them again
 * @param reason what the endpoint said
 * @param advice what a person can do about it
 */
record Block(String credentials, Instant until, String reason, String advice) implements Serializable {
    /** An earlier version's had no end: it is over. */
    Block {
        until = until == null ? Instant.EPOCH : until;
    }
}
