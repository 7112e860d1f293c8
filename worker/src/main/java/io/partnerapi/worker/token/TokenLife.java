package io.partnerapi.worker.token;

import java.time.Duration;

/**
 * How long a token is used.
 *
 * @param fresh from when it was asked for until the next one should be
 * @param usable from when it was asked for until it is not sent any more
 */
record TokenLife(Duration fresh, Duration usable) {

    private static final int LEASES_IN_MARGIN = 8;
    private static final int LIFETIMES_PER_MARGIN = 4;
    private static final int LIFETIMES_PER_TRANSIT = 20;
    private static final Duration SHORTEST_MARGIN = Duration.ofMinutes(2);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);
    private static final Duration LONGEST_TRANSIT = Duration.ofSeconds(10);

    /**
     * The margin has room for several claims that lapse, so that a lost one is never felt; a short-lived token gives up a
     * quarter of its life for it. The last seconds are left out: a call that starts in them may arrive too late.
     */
    static TokenLife of(Duration lifetime, Duration lease) {
        Duration transit = shorter(LONGEST_TRANSIT, lifetime.dividedBy(LIFETIMES_PER_TRANSIT));
        Duration leases = shorter(LONGEST_MARGIN, lease.multipliedBy(LEASES_IN_MARGIN));
        Duration wanted = leases.compareTo(SHORTEST_MARGIN) < 0 ? SHORTEST_MARGIN : leases;
        Duration margin = shorter(wanted, lifetime.dividedBy(LIFETIMES_PER_MARGIN));
        Duration usable = lifetime.minus(transit);
        return new TokenLife(usable.minus(margin), usable);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
