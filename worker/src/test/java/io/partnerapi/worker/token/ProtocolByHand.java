package io.partnerapi.worker.token;

import io.partnerapi.worker.token.Refusal.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The protocol at 10:00 UTC, step by step; a token asked for then is stale at 11:00 and over at 11:04. */
abstract class ProtocolByHand {
    static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");
    static final Duration LEASE = Duration.ofSeconds(15);

    TokenEntry entry = TokenEntry.EMPTY;
    Instant now = TEN;

    ClaimAnswer acquire(String claimId) {
        return acquire(claimId, "creds", 0);
    }

    ClaimAnswer acquire(String claimId, String credentials, long refused) {
        return apply(new Acquire(credentials, claimId, "worker-" + claimId, LEASE, refused, false, TokenEntry.EMPTY));
    }

    ClaimEnd publish(String claimId, SealedToken token, QuotaBucket... quota) {
        return apply(new Publish(claimId, token, true, List.of(quota)));
    }

    ClaimEnd refuse(String claimId, long generation, Refusal refusal) {
        return apply(new Refuse(generation, claimId, "creds", refusal, 0, List.of()));
    }

    <R extends java.io.Serializable> R apply(TokenEvent<R> event) {
        Applied<R> applied = event.apply(entry, now);
        entry = applied.entry();
        return applied.answer();
    }

    void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    static SealedToken token(long generation) {
        return new SealedToken(
                generation, "creds", "sealed" + generation, TEN.plusSeconds(3600), TEN.plusSeconds(3840));
    }

    static Refusal refusal(Retry retry, long atLeast, boolean mayHaveBeenIssued) {
        return new Refusal(retry, Duration.ofSeconds(atLeast), mayHaveBeenIssued, "CODE", "reason", "advice");
    }
}
