package io.partnerapi.schemas;

/** Whether a command may be put on the wire again when its first answer is not known. */
public enum Repeat {
    /** A second call changes nothing that the first did not. */
    SAFE,
    /** A second call may have a second effect, such as a second card or payment. */
    UNSAFE
}
