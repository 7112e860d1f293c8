package io.partnerapi.worker.token;

import java.time.Duration;
import java.time.Instant;

/**
 * Asks for the token, or else for the right to ask the partner for one.
 *
 * @param credentials fingerprint of the secret the worker has
 * @param claimId names this attempt
 * @param owner id of the worker
 * @param lease how long the claim stands
 * @param refused generation of a token that the partner refused although it is valid; 0 if none was
 * @param served whether the worker has a fresh token that others with its credentials can have from it
 * @param known what the worker has seen or found kept; counts where the entry has seen fewer claims
 */
record Acquire(
        String credentials,
        String claimId,
        String owner,
        Duration lease,
        long refused,
        boolean served,
        TokenEntry known)
        implements TokenEvent<ClaimAnswer> {

    @Override
    public Applied<ClaimAnswer> apply(TokenEntry entry, Instant now) {
        return TokenProtocol.acquire(entry, this, now);
    }
}
