package io.partnerapi.worker.token;

import java.time.Duration;
import java.time.Instant;

/**
 * This worker's copy of a token, with its times on this process's monotonic clock.
 *
 * @param sealed the token as it lies in the entry
 * @param staleAt nanoTime when the next one should be asked for
 */
record HeldToken(AccessToken token, SealedToken sealed, long staleAt) {

    /**
     * @param at now by the clock of the entry
     * @param nanos nanoTime not after that now, so that the copy never outlives the token
     */
    static HeldToken of(String value, SealedToken sealed, Instant at, long nanos) {
        long expiresAt = nanos + Duration.between(at, sealed.expiresAt()).toNanos();
        return new HeldToken(
                new AccessToken(sealed.generation(), value, expiresAt),
                sealed,
                nanos + Duration.between(at, sealed.staleAt()).toNanos());
    }

    boolean isFresh(long nanos) {
        return nanos - staleAt < 0;
    }

    boolean isUsable(long nanos) {
        return token.isUsable(nanos);
    }

    /** Whether it should take the place of {@code other}: a later generation, or the same one renewed elsewhere. */
    boolean isBetterThan(HeldToken other, long nanos) {
        if (sealed.equals(other.sealed)) {
            return false;
        }
        return !other.isUsable(nanos)
                || token.generation() > other.token.generation()
                || token.expiresAt() - other.token.expiresAt() > 0;
    }
}
