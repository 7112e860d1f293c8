package io.partnerapi.worker.budget;

import java.io.Serializable;

/**
 * Permits of one slice of the ledger.
 *
 * @param slice where the ledger counts them; has a meaning only to the ledger
 */
public record Part(long slice, int permits) implements Serializable {}
