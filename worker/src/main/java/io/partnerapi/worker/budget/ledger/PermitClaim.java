package io.partnerapi.worker.budget.ledger;

/**
 * A wish for permits.
 *
 * @param take how many, at least 1
 * @param free how many permits its sender held to be free when it had read up to the base of its record
 * @param limit that the sender went by
 */
public record PermitClaim(int take, int free, RateLimit limit) {
    public PermitClaim {
        if (take < 1) {
            throw new IllegalArgumentException("no claim: " + take);
        }
    }
}
