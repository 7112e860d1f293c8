package io.partnerapi.schemas;

/** What a blind repeat of an operation does. */
public enum OperationClass {
    /** Changes nothing. */
    READ,
    /** Sets a state: a repeat in order is harmless. */
    WRITE,
    /** May have a second effect, such as a second card, payment or message. */
    UNSAFE
}
