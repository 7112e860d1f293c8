package io.partnerapi.worker.settle;

/** What a transaction records of one command, or of a partition without one. */
enum Step {
    /** About to go on the wire. */
    START,
    /** Proven not to have been processed, though it had been started. */
    WITHDRAW,
    /** Its result is published. */
    SETTLE,
    /** No command: the committed offset follows what was read. */
    ADVANCE
}
