package io.partnerapi.worker.token;

import java.time.Instant;

/**
 * Ends a claim under which nothing was asked for, so that it costs neither time nor quota.
 *
 * @param claimId the claim
 */
record Release(String claimId) implements TokenEvent<ClaimEnd> {

    @Override
    public Applied<ClaimEnd> apply(TokenEntry entry, Instant now) {
        return TokenProtocol.release(entry, this, now);
    }
}
