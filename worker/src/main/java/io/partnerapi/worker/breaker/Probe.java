package io.partnerapi.worker.breaker;

import java.time.Duration;

/**
 * How well a call suits to find out whether the partner is back. The better ones go first, so that a call that fails for
 * a reason of its own does not keep the breaker open, and a call that must not be repeated is not risked without need.
 * Each comes back when it was told to, so those who yield less are there before those who yield more.
 */
public enum Probe {
    /** Safe to repeat, and not tried yet. */
    BEST(Duration.ZERO),
    /** Safe to repeat, but it has failed before. */
    TRIED(Duration.ofMillis(500)),
    /** Not safe to repeat: only when nothing better came. */
    UNSAFE(Duration.ofSeconds(4)),
    /** As a probe it failed again and again, so perhaps it is the call that is at fault: all others go first. */
    FAILED(Duration.ofSeconds(6));

    /** After so many failed probes a call lets others try, whatever they are. */
    private static final int MANY = 2;

    private final Duration yields;

    Probe(Duration yields) {
        this.yields = yields;
    }

    /**
     * @param tried whether it has been called before
     * @param failed how often it has failed as a probe
     */
    public static Probe of(boolean safe, boolean tried, int failed) {
        if (failed >= MANY) {
            return FAILED;
        }
        return safe ? tried ? TRIED : BEST : UNSAFE;
    }

    /** How long it lets better ones go first. */
    Duration yields() {
        return yields;
    }
}
