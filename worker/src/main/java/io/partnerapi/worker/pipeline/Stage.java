package io.partnerapi.worker.pipeline;

import java.util.Locale;

/** What a command waits for. */
public enum Stage {
    /** The commands of its key before it, or a slot. */
    TURN,
    /** A token, then a permit of the budget. */
    ADMISSION,
    /** The partner's answer. */
    ANSWER,
    /** The transaction that settles it. */
    SETTLING,
    /** The time of its next attempt. */
    RETRY;

    /** As status names it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
