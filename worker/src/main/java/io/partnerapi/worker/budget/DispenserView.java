package io.partnerapi.worker.budget;

/**
 * What other threads may know of a {@link PermitDispenser}.
 *
 * @param used permits of the group that count
 * @param waiting how many wait here
 * @param oldestSince since when the oldest of them waits, a time of the loop; has no meaning if nobody waits
 * @param backlog commands of the group that have no end yet
 */
record DispenserView(int used, int waiting, long oldestSince, long backlog) {

    /** Nanoseconds. */
    long oldestWait(long now) {
        return waiting == 0 ? 0 : Math.max(0, now - oldestSince);
    }
}
