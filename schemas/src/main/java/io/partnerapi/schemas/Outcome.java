package io.partnerapi.schemas;

/**
 * How a command ended.
 *
 * <p>A worker that ends a command without sending it knows of an earlier worker's attempts only what the ledger records: a
 * command that is safe to repeat may have been sent by one that was lost, or handed it on, before its answer was known.
 */
public enum Outcome {
    /** The partner gave its final answer, whatever its HTTP status. */
    ANSWERED,
    /** The command is at fault and was not sent. */
    REFUSED,
    /** The deadline passed before the command was sent. */
    EXPIRED,
    /** The partner certainly did not process it, or it was safe to repeat and given up. */
    FAILED,
    /** The partner may have processed it; it is not sent again. */
    UNKNOWN
}
