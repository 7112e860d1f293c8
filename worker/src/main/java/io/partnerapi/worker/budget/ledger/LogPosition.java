package io.partnerapi.worker.budget.ledger;

/**
 * A record of the log.
 *
 * @param offset its offset
 * @param epoch the epoch of the leader that appended it
 */
public record LogPosition(long offset, int epoch) {
    /** Of a worker that has read nothing yet. */
    public static final LogPosition NONE = new LogPosition(-1, -1);
}
