package io.partnerapi.worker.chaos;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be done to the landscape, how often, and for how long. */
enum Kind {
    WORKER_KILLED(Part.WORKERS, 40, 0, 8),
    /** Shorter than any timeout: nobody may notice. */
    WORKER_PAUSED(Part.WORKERS, 4, 2, 8),
    /** Past its session and its transaction's timeout: it wakes as a zombie. */
    WORKER_FROZEN(Part.WORKERS, 4, 12, 25),
    /** The same, with a transaction open for sure. */
    WORKER_FROZEN_IN_TRANSACTION(Part.WORKERS, 4, 12, 25),
    WORKER_STOPPED(Part.WORKERS, 12, 0, 5),
    /** Every worker stopped and started, one after the other. */
    WORKERS_ROLLED(Part.WORKERS, 3, 0, 0),
    SCALED(Part.WORKERS, 6, 0, 1),
    BROKER_KILLED(Part.BROKER, 5, 1, 5),
    BROKER_RESTARTED(Part.BROKER, 3, 0, 3),
    BROKER_FROZEN(Part.BROKER, 2, 5, 25),
    BROKERS_UNREACHABLE(Part.BROKER, 1, 30, 30),
    GROUP_COORDINATOR_KILLED(Part.BROKER, 4, 1, 8),
    TRANSACTION_COORDINATOR_KILLED(Part.BROKER, 4, 1, 8),
    /** Both led by another broker from now on, while all brokers live. */
    COORDINATORS_MOVED(Part.BROKER, 4, 0, 0),
    /** The load balancer says so for it. */
    PARTNER_DOWN(Part.PARTNER, 6, 2, 10),
    PARTNER_REFUSES_CONNECTIONS(Part.PARTNER, 5, 2, 20),
    PARTNER_HANGS(Part.PARTNER, 6, 2, 8),
    PARTNER_RESETS(Part.PARTNER, 6, 2, 10),
    PARTNER_SLOW(Part.PARTNER, 5, 2, 10),
    PARTNER_REFUSES_STREAMS(Part.PARTNER, 4, 2, 10),
    PARTNER_LIMITS(Part.PARTNER, 3, 1, 5),
    /** The smaller half of the workers cannot reach the others; all of them reach brokers and partner. */
    GRID_SPLIT(Part.GRID, 20, 6, 14),
    /** The same, longer than a short-lived token is good for. */
    GRID_SPLIT_LONG(Part.GRID, 5, 30, 45),
    /** Every worker ended, some killed, and what the group has committed deleted before they start again. */
    OFFSETS_DELETED(Part.WORKERS, 2, 0, 0),
    /** Commands in a transaction that is aborted, then others in one that is not. */
    SENDER_ABORTS(Part.SENDERS, 6, 0, 1),
    /** A transaction that stays open; nothing behind it in its partition can be read. */
    SENDER_HANGS(Part.SENDERS, 4, 5, 25),
    /** As many empty headers as a record may have. */
    POISON_HEADERS(Part.SENDERS, 3, 0, 1),
    /** Some KB on the wire, and almost as much as a small worker's heap when it is read. */
    POISON_INFLATED(Part.SENDERS, 2, 0, 1),
    /** Deleted with commands on their way, and made anew under its name. */
    TOPIC_RECREATED(Part.SENDERS, 3, 0, 5);

    private static final Set<Kind> NEED_SEVERAL_BROKERS =
            EnumSet.of(GROUP_COORDINATOR_KILLED, TRANSACTION_COORDINATOR_KILLED, COORDINATORS_MOVED);
    private static final Set<Kind> NEED_OWN_NETWORK = EnumSet.of(GRID_SPLIT, GRID_SPLIT_LONG);

    /** To what, or by whom; of each but the workers one thing is wrong at a time, those suffer together. */
    enum Part {
        WORKERS,
        BROKER,
        PARTNER,
        GRID,
        SENDERS
    }

    final Part part;
    final int weight;
    final int shortestSeconds;
    final int longestSeconds;

    Kind(Part part, int weight, int shortestSeconds, int longestSeconds) {
        this.part = part;
        this.weight = weight;
        this.shortestSeconds = shortestSeconds;
        this.longestSeconds = longestSeconds;
    }

    /** Those named, comma-separated, or {@code NONE}; if none is, all that so many brokers and any network allow. */
    static Set<Kind> parse(String names, int brokers) {
        if (names.isEmpty()) {
            Set<Kind> all = EnumSet.complementOf(EnumSet.copyOf(NEED_OWN_NETWORK));
            if (brokers == 1) {
                all.removeAll(NEED_SEVERAL_BROKERS);
            }
            return all;
        }
        if (names.equals("NONE")) {
            return EnumSet.noneOf(Kind.class);
        }
        return Arrays.stream(names.split(","))
                .map(Kind::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }
}
