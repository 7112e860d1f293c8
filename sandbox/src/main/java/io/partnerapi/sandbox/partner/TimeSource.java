package io.partnerapi.sandbox.partner;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The two clocks everything is decided by; tests set them by hand.
 *
 * @param clock wall time: quota windows and token expiry
 * @param nanoTime monotonic time: the sliding window of calls
 */
public record TimeSource(Clock clock, LongSupplier nanoTime) {

    /** The clocks of this machine. */
    public static TimeSource system() {
        return new TimeSource(Clock.systemUTC(), System::nanoTime);
    }
}
