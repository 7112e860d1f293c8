package io.partnerapi.worker.pipeline;

import io.partnerapi.schemas.Attempt;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.outcome.Ending;
import java.util.List;
import java.util.Map;

/** The ends that a command can come to without a verdict on an attempt. */
final class Endings {
    private Endings() {}

    static Ending refused(Reason reason) {
        return new Ending(Outcome.REFUSED, null, Map.of(), null, reason);
    }

    /** @param repeatable whether a start of it was not recorded: then nobody knows of an earlier owner's attempts */
    static Ending tooLate(List<Attempt> attempts, boolean repeatable) {
        if (!attempts.isEmpty()) {
            return Ending.of(Outcome.FAILED, "DEADLINE", "The deadline passed before another attempt; see attempts.");
        }
        return Ending.of(
                Outcome.EXPIRED,
                "DEADLINE",
                repeatable
                        ? "The deadline passed before this worker could send the call; being safe to repeat, it may have"
                                + " been sent by another one before, whose answer was lost."
                        : "The deadline passed before the call could be sent.");
    }

    static Ending died() {
        return Ending.of(
                Outcome.UNKNOWN,
                "WORKER_LOST",
                "The worker that was about to send this call, or its ledger, was lost; the call may have been processed"
                        + " and is not repeated.");
    }

    static Ending internal(boolean begun) {
        return begun
                ? Ending.of(
                        Outcome.UNKNOWN,
                        "INTERNAL",
                        "A bug in the worker; the call may have been processed and is not repeated. See its log.")
                : Ending.of(Outcome.FAILED, "INTERNAL", "A bug in the worker; the call was given up. See its log.");
    }
}
