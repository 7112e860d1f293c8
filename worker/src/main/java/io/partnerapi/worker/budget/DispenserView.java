package io.partnerapi.worker.budget;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What other threads may know of a {@link PermitDispenser}.
 *
 * @param used permits of the group that count
 * @param leased permits held here and not spent
 * @param waiting how many wait here
 * @param oldestSince since when the oldest of them waits, a time of the loop; has no meaning if nobody waits
 * @param backlog commands of the group that have no end yet
 * @param fullUntil until when nothing comes free, a time of the loop
 * @param pauseEnd until when nobody calls, a time of the loop
 */
record DispenserView(int used, int leased, int waiting, long oldestSince, long backlog, long fullUntil, long pauseEnd) {

    /** A pause has begun, and the grid has not said yet how long it lasts. */
    static final long END_UNKNOWN = Long.MAX_VALUE;

    /** Nothing is known, nobody waits. */
    static final DispenserView NOTHING = new DispenserView(0, 0, 0, 0, 0, Long.MIN_VALUE, Long.MIN_VALUE);

    /** Nanoseconds. */
    long oldestWait(long now) {
        return waiting == 0 ? 0 : Math.max(0, now - oldestSince);
    }

    /** How long the group's backlog will take: what is free goes at once, the rest at the rate of the limit. */
    @Nullable
    Duration forecast(long now, int limit, Duration window) {
        if (waiting == 0) {
            return null;
        }
        long rest = Math.max(0, Math.max(waiting, backlog) - Math.max(0, limit - used));
        Duration each = window.dividedBy(limit);
        return Duration.ofNanos(Math.max(0, Math.max(now, fullUntil) - now)).plus(each.multipliedBy(rest));
    }

    /** How long nobody calls from now; null if calls do not pause, zero if it is not known yet. */
    @Nullable
    Duration pause(long now) {
        if (pauseEnd == END_UNKNOWN) {
            return Duration.ZERO;
        }
        return now < pauseEnd ? Duration.ofNanos(pauseEnd - now) : null;
    }
}
