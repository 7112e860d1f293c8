package io.partnerapi.worker.token;

import java.time.Instant;
import java.util.List;

/**
 * Ends a claim without a token.
 *
 * @param generation generation of the claim
 * @param claimId the claim
 * @param credentials fingerprint of the secret that was used
 * @param refusal why, and when to ask again
 * @param jitter from 0 up to 1, by chance: spreads the next requests
 * @param quota the windows that the partner's answer told of
 */
record Refuse(
        long generation, String claimId, String credentials, Refusal refusal, double jitter, List<QuotaBucket> quota)
        implements TokenEvent<ClaimEnd> {

    @Override
    public Applied<ClaimEnd> apply(TokenEntry entry, Instant now) {
        return TokenProtocol.refuse(entry, this, now);
    }
}
