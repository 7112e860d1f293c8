package io.partnerapi.sandbox.demo;

import io.partnerapi.schemas.Outcome;

/** How a command record ended: with a result of some outcome, or as a dead letter. */
enum How {
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
