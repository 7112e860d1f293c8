package io.partnerapi.sandbox.demo;

/** What is done to the workers in the middle of the load. */
public enum Disturbance {
    /** Nothing. */
    NONE,
    /** One worker gets SIGTERM: everything must still be perfect. */
    TERM,
    /** One worker gets SIGKILL: what it had on the wire may end UNKNOWN, and its token request may be repeated. */
    KILL,
    /** Each worker in turn gets SIGTERM and is started again: everything must still be perfect. */
    ROLLING
}
