package io.partnerapi.worker.pipeline;

import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.outcome.Ending;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The reasons for which commands ended without an answer, as counted since the start; safe for any thread. */
public final class Failures {
    /** Reasons are the worker's own codes, some dozen; this only bounds a mistake. */
    private static final int MOST_REASONS = 100;

    private final ConcurrentMap<String, Failure> byCode = new ConcurrentHashMap<>();

    /**
     * How often a reason ended commands.
     *
     * @param code of the reason
     * @param lastAt when it did last
     */
    public record Failure(String code, Outcome outcome, long count, Instant lastAt) {
        private Failure again(Failure later) {
            return new Failure(code, later.outcome, count + later.count, later.lastAt);
        }
    }

    void ended(Ending ending, Instant now) {
        Reason reason = ending.reason();
        if (reason != null
                && ending.outcome() != Outcome.ANSWERED
                && (byCode.size() < MOST_REASONS || byCode.containsKey(reason.code()))) {
            byCode.merge(reason.code(), new Failure(reason.code(), ending.outcome(), 1, now), Failure::again);
        }
    }

    /** All of them, the latest first. */
    public List<Failure> latest() {
        return byCode.values().stream()
                .sorted(Comparator.comparing(Failure::lastAt).reversed())
                .toList();
    }
}
