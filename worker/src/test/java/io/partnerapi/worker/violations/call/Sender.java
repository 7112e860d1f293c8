package io.partnerapi.worker.violations.call;

import io.partnerapi.worker.violations.admit.Admission;

/** A stage that knows the one before it, and is not a result. */
public record Sender(Admission admission) {}
