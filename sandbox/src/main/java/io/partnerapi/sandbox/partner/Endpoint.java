package io.partnerapi.sandbox.partner;

/** The three surfaces on which a request can arrive. */
public enum Endpoint {
    /** The token endpoint; its requests have a quota of their own and do not count as calls. */
    TOKEN,
    /** The ordinary API, below {@code /api}. */
    API,
    /** The API that returns card numbers, on a port of its own and without a prefix. */
    PCI
}
