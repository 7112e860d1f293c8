package io.partnerapi.worker.token;

/** Whether the end of a claim took effect. */
enum ClaimEnd {
    /** It is in the entry. */
    DONE,
    /** The claim had lapsed and another one followed: nothing changed. */
    SUPERSEDED
}
