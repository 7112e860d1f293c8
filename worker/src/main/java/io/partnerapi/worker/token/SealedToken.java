package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * A token as it lies on the grid.
 *
 * @param generation number of the token, that of the claim it was asked for under
 * @param credentials fingerprint of the secret it was asked for and sealed with
 * @param sealed its value, by {@link TokenSealing}
 * @param staleAt when a worker should ask for the next one
 * @param expiresAt when it is of no use any more
 */
record SealedToken(long generation, String credentials, String sealed, Instant staleAt, Instant expiresAt)
        implements Serializable {

    boolean isFresh(Instant now) {
        return now.isBefore(staleAt);
    }

    /** Half of its margin before the end: from here on its successor is worth the last request of a quota. */
    Instant nearlyOverAt() {
        return expiresAt.minus(Duration.between(staleAt, expiresAt).dividedBy(2));
    }

    @Override
    public String toString() {
        return "SealedToken[generation=" + generation + ", expiresAt=" + expiresAt + "]";
    }
}
