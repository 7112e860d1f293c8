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

    /** What the incident is called in which nobody knows any more how far the group was. */
    public static final String OFFSETS_LOST = "offsets lost";

    /** Without offsets, workers know how far they were some seconds before. */
    private static final long FORGOTTEN = Duration.ofSeconds(20).toNanos();

    /** Whether something that began and ended then may have suffered from it. */
    public boolean reaches(long begin, long end) {
        return begin <= to + REACH && end >= from - REACH;
    }

    /** Whether workers may not know afterwards that something had ended then, or it had not. */
    public boolean mayForget(long ended) {
        return losesOffsets() && ended >= from - FORGOTTEN;
    }

    /** Whether workers cannot know afterwards which commands of that time were started. */
    public boolean losesOffsets() {
        return what.equals(OFFSETS_LOST);
    }
}
