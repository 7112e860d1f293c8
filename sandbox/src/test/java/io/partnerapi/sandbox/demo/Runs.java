package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.guarantee.CleanEvidence;
import java.util.List;

/** Runs made by hand: a perfect one of five commands. */
final class Runs {
    static final Allowance ALLOWANCE = new Allowance(10, 1);

    private Runs() {}

    static Run perfect() {
        return of(CleanEvidence.evidence());
    }

    private static Run of(Evidence evidence) {
        return new Run(evidence, 1, 10, List.of());
    }
}
