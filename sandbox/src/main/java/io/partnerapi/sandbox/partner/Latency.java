package io.partnerapi.sandbox.partner;

import java.time.Duration;

/**
 * How long an answer takes.
 *
 * @param min the shortest
 * @param max the longest
 * @param spread how the times lie between the two
 */
public record Latency(Duration min, Duration max, Spread spread) {
    /** Distributions between the shortest and the longest time. */
    public enum Spread {
        /** Every time is equally likely. */
        UNIFORM,
        /** Most answers are near the shortest time, few near the longest. */
        LONG_TAIL
    }

    private static final Duration LONGEST = Duration.ofMinutes(10);

    public Latency {
        if (min.isNegative() || max.compareTo(min) < 0 || max.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "latency " + min + ".." + max + ": must rise from 0 or more to at most " + LONGEST);
        }
    }

    /** Always the same time. */
    public static Latency fixed(Duration time) {
        return new Latency(time, time, Spread.UNIFORM);
    }

    /** Any time between the two, equally likely. */
    public static Latency between(Duration min, Duration max) {
        return new Latency(min, max, Spread.UNIFORM);
    }

    /** Milliseconds for a chance drawn from 0 (inclusive) to 1 (exclusive). */
    long millis(double chance) {
        double share =
                switch (spread) {
                    case UNIFORM -> chance;
                    case LONG_TAIL -> chance * chance * chance * chance;
                };
        return min.toMillis() + Math.round(share * max.minus(min).toMillis());
    }
}
