package io.partnerapi.worker.breaker;

import java.time.Duration;

/**
 * How well a call suits to find out whether the partner is back. The better ones go first, so that a call that must not be
 * repeated is not risked without need. But from the third opening on it goes first every other time: calls that fail for
 * reasons of their own, and be there ever so many, do not keep the breaker open for it. Each comes back when it was told
 * to, so those who yield less are there before those who yield more.
 */
public enum Probe {
    /** Safe to repeat, and not tried yet. */
    BEST(Duration.ZERO, Duration.ofMillis(500)),
    /** Safe to repeat, but it has failed before. */
    TRIED(Duration.ofMillis(500), Duration.ofSeconds(1)),
    /** As a probe it failed again and again, so perhaps it is the call that is at fault. */
    FAILED(Duration.ofSeconds(4), Duration.ofSeconds(6)),
    /** Not safe to repeat. */
    UNSAFE(Duration.ofSeconds(6), Duration.ZERO);

    /** After so many failed probes a call lets others try. */
    private static final int MANY = 2;

    private static final int UNSAFE_FROM = 3;

    private final Duration yields;
    private final Duration yieldsToUnsafe;

    Probe(Duration yields, Duration yieldsToUnsafe) {
        this.yields = yields;
        this.yieldsToUnsafe = yieldsToUnsafe;
    }

    /**
     * @param tried whether it has been called before
     * @param failed how often it has failed as a probe
     */
    public static Probe of(boolean safe, boolean tried, int failed) {
        if (!safe) {
            return UNSAFE;
        }
        return failed >= MANY ? FAILED : tried ? TRIED : BEST;
    }

    /**
     * How long it lets better ones go first.
     *
     * @param openings how often the breaker has opened, one probe after the other
     */
    Duration yields(int openings) {
        return openings >= UNSAFE_FROM && openings % 2 == UNSAFE_FROM % 2 ? yieldsToUnsafe : yields;
    }
}
