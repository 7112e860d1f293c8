package io.partnerapi.worker.violations.outcome;

import io.partnerapi.worker.violations.admit.Admission;
import io.partnerapi.worker.violations.call.Sender;

/** A stage that knows more of the call than its result. */
public record Ending(Sender sender, Admission admission) {}
