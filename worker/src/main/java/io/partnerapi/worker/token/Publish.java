package io.partnerapi.worker.token;

import java.time.Instant;
import java.util.List;

/**
 * Ends a claim with a token.
 *
 * @param claimId the claim; its generation is the token's
 * @param token what the cluster shall use
 * @param requested whether the partner was asked for it; if not, the claim costs none of the quota
 * @param quota the windows that the partner's answer told of
 */
record Publish(String claimId, SealedToken token, boolean requested, List<QuotaBucket> quota)
        implements TokenEvent<ClaimEnd> {

    @Override
    public Applied<ClaimEnd> apply(TokenEntry entry, Instant now) {
        return TokenProtocol.publish(entry, this, now);
    }
}
