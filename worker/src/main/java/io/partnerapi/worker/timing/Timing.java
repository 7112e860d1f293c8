package io.partnerapi.worker.timing;

import io.partnerapi.worker.check.Checks;
import java.time.Duration;
import java.util.Optional;

/**
 * The times that depend on each other, and what follows from them.
 *
 * <pre>
 *   what must hold                        since otherwise
 *   session at least 2 x START_LIMIT      a worker that was paused writes a call when another owns its partition
 *   transaction at least START_LIMIT      what records a start is aborted while its call still waits for it
 *   maxPoll at least handOverLimit()      the group gives partitions to others while their calls are on the wire
 *     and POLL_MARGIN
 *   stop at least STOP_MARGIN and 5 s     a worker that is asked to stop is killed before its answers are settled
 * </pre>
 *
 * A connection has no time in it: only the limit of a call cuts the call.
 *
 * @param connect longest wait for a connection
 * @param call longest wait for an answer
 * @param stop from being asked to stop to the end of the process
 * @param session after which a silent worker counts as dead, where the brokers do not say so
 * @param maxPoll how long the group waits for a worker that hands partitions over
 * @param transaction after which the brokers abort what a dead worker had begun to publish
 */
public record Timing(
        Duration connect, Duration call, Duration stop, GivenTime session, GivenTime maxPoll, GivenTime transaction) {
    /** A call not written this long after its start began to be recorded is withheld. */
    public static final Duration START_LIMIT = Duration.ofSeconds(5);

    /** With the session this bounds how long the partitions of a worker that died stand still. */
    public static final Duration TRANSACTION = Duration.ofSeconds(10);

    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration LEAST_MAX_POLL = Duration.ofMinutes(5);

    /** For a start that is being recorded when the partition is to go, and for settling. */
    private static final Duration SETTLE_MARGIN = START_LIMIT.plusSeconds(10);
    /** For what a worker does between two polls besides handing over. */
    private static final Duration POLL_MARGIN = Duration.ofSeconds(15);

    /** Of the time to stop: for settling, for leaving group and grid, and for closing what is open. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(15);

    private static final Duration STOP_SETTLE_LIMIT = Duration.ofSeconds(8);
    private static final Duration EXIT_MARGIN = Duration.ofSeconds(1);

    public Timing {
        new Checks()
                .between("worker.stop-timeout", stop, STOP_MARGIN.plusSeconds(5), Duration.ofMinutes(15))
                .require(
                        !isShorter(session.value(), START_LIMIT.multipliedBy(2)),
                        session.key(),
                        session.millis(),
                        "is too short: a worker could call for a partition that another owns already",
                        "Set at least " + START_LIMIT.multipliedBy(2).toMillis())
                .require(
                        !isShorter(transaction.value(), START_LIMIT),
                        transaction.key(),
                        transaction.millis(),
                        "is too short: what records the start of a call could be aborted while the call waits for it",
                        "Set at least " + START_LIMIT.toMillis())
                .require(
                        !isShorter(maxPoll.value(), leastMaxPoll(connect, call)),
                        maxPoll.key(),
                        maxPoll.millis(),
                        "is too short: the group would give partitions away while their calls are under way, which take up to"
                                + " partner.connect-timeout and partner.call-timeout",
                        "Set at least " + leastMaxPoll(connect, call).toMillis() + ", or shorten the two")
                .orThrow();
    }

    /**
     * With what follows for the times that nobody has set.
     *
     * @param maxPoll by default five minutes, or as long as calls need
     */
    public static Timing of(
            Duration connect,
            Duration call,
            Duration stop,
            Optional<GivenTime> session,
            Optional<GivenTime> maxPoll,
            Optional<GivenTime> transaction) {
        Duration least = leastMaxPoll(connect, call);
        return new Timing(
                connect,
                call,
                stop,
                session.orElse(new GivenTime("kafka.consumer.session.timeout.ms", SESSION)),
                maxPoll.orElse(new GivenTime(
                        "kafka.consumer.max.poll.interval.ms",
                        isShorter(LEAST_MAX_POLL, least) ? least : LEAST_MAX_POLL)),
                transaction.orElse(new GivenTime("kafka.producer.transaction.timeout.ms", TRANSACTION)));
    }

    /** Within this every call of a partition that is to go ends, by its own limit if by nothing else, and is settled. */
    public Duration handOverLimit() {
        return handOverLimit(connect, call);
    }

    /** How long a worker that is asked to stop waits for answers; calls that take longer are given up. */
    public Duration stopCallLimit() {
        return stop.minus(STOP_MARGIN);
    }

    /** Whether a call may take longer than a worker that is asked to stop waits for it. */
    public boolean stopCutsCalls() {
        return isShorter(stop, enoughToStop());
    }

    /** To set {@code worker.stop-timeout} to, so that a stop gives up no call. */
    public Duration enoughToStop() {
        return connect.plus(call).plus(STOP_MARGIN);
    }

    /** Within this what was given up is settled, and the group is left. */
    public Duration stopSettleLimit() {
        return STOP_SETTLE_LIMIT;
    }

    /** The process ends after this, whatever it still does. */
    public Duration exitLimit() {
        return stop.minus(EXIT_MARGIN);
    }

    private static Duration handOverLimit(Duration connect, Duration call) {
        return connect.plus(call).plus(SETTLE_MARGIN);
    }

    private static Duration leastMaxPoll(Duration connect, Duration call) {
        return handOverLimit(connect, call).plus(POLL_MARGIN);
    }

    private static boolean isShorter(Duration one, Duration other) {
        return one.compareTo(other) < 0;
    }
}
