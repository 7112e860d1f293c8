package io.partnerapi.schemas;

/** How a command ended. */
public enum Outcome {
    /** The partner gave its final answer, whatever its HTTP status. */
    ANSWERED,
    /** The command is at fault and was never sent. */
    REFUSED,
    /** The deadline passed before the command was sent. */
    EXPIRED,
    /** The partner certainly did not process it, or it was safe to repeat and given up. */
    FAILED,
    /** The partner may have processed it; it is not sent again. */
    UNKNOWN
}
