package io.partnerapi.worker.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Events and readings of the token entry for tests of the places where it lies. */
public final class TokenEvents {

    private TokenEvents() {}

    /** Acquires with one secret for all; the answer is read by {@link #grantedGeneration}. */
    public static TokenEvent<?> acquire(String claimId, Duration lease) {
        return new Acquire("creds", claimId, "worker", lease, 0, false, TokenEntry.EMPTY);
    }

    public static TokenEvent<?> publish(String claimId, long generation, Instant expiresAt) {
        SealedToken token =
                new SealedToken(generation, "creds", "sealed" + generation, expiresAt.minusSeconds(10), expiresAt);
        return new Publish(claimId, token, true, List.of());
    }

    /** The generation that may be asked for, or 0 if the answer is no. */
    public static long grantedGeneration(Applied<?> applied) {
        return applied.answer() instanceof ClaimAnswer.Go go ? go.generation() : 0;
    }

    public static boolean isDone(Applied<?> applied) {
        return applied.answer() == ClaimEnd.DONE;
    }

    public static long generation(TokenEntry entry) {
        return entry.generation();
    }
}
