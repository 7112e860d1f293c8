package io.partnerapi.sandbox.partner;

import java.time.Duration;

/**
 * How many calls one client address may make in any window of this length.
 *
 * @param calls the most calls in any window; 0 means no limit
 * @param window the length of the sliding window
 */
public record CallLimit(int calls, Duration window) {
    /** The published limit. */
    public static final CallLimit STANDARD = new CallLimit(900, Duration.ofMinutes(5));

    public CallLimit {
        if (calls < 0) {
            throw new IllegalArgumentException("callLimit.calls = " + calls + ": must be 0 (no limit) or more");
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("callLimit.window = " + window + ": must be longer than zero");
        }
    }
}
