package io.partnerapi.sandbox.evidence;

import java.time.Duration;

/**
 * Something done to the landscape that can leave a call without an answer: a worker's death, a broker's, a fault of the
 * partner.
 *
 * @param what in a few words
 * @param from its begin, on the monotonic clock
 * @param to its end
 */
public record Incident(String what, long from, long to) {
    /** A call may have been on the wire so long before, and its result be in doubt so long after. */
    private static final long REACH = Duration.ofSeconds(12).toNanos();

    /** Whether something that began and ended then may have suffered from it. */
    public boolean reaches(long begin, long end) {
        return begin <= to + REACH && end >= from - REACH;
    }
}
