package io.partnerapi.sandbox.guarantee;

/** What can be wrong with a run; each is a broken promise of the worker. */
public enum Problem {
    MISSING("no result"),
    DUPLICATE("more than one result"),
    STRAY("a result for nothing that was produced"),
    UNREADABLE("a result that breaks the contract"),
    WRONG_ENDING("another ending than it must have"),
    WRONG_IDENTITY("a result with another id or key than its command"),
    RESULT_ORDER("results out of order within a key"),
    CALL_ORDER("calls out of order within a key"),
    DOUBLE_EFFECT("a second effect at the partner"),
    SECOND_CALL("a call that must not be repeated, and was"),
    NOT_CALLED("answered, but no call arrived"),
    CALLED("must not be called, but a call arrived"),
    UNKNOWN_CALL("a call that belongs to no command"),
    TOO_MANY("answered 429 by the partner"),
    OVER_LIMIT("more calls in a window than the limit"),
    TOKENS("another number of token requests than allowed"),
    BAD_EXIT("a worker that did not end as it should");

    private final String title;

    Problem(String title) {
        this.title = title;
    }

    /** For people: completes "there is/are ...". */
    public String title() {
        return title;
    }
}
