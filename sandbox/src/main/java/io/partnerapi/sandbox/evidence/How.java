package io.partnerapi.sandbox.evidence;

import io.partnerapi.schemas.Outcome;

/** How a command record ended: with a result of some outcome, or as a dead letter. */
public enum How {
    ANSWERED,
    REFUSED,
    EXPIRED,
    FAILED,
    UNKNOWN,
    DEAD_LETTER;

    static How of(Outcome outcome) {
        return valueOf(outcome.name());
    }
}
