package io.partnerapi.worker.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thing that must hold for the worker to be well, as last reported by the part that knows; safe for any thread. */
public final class Condition {

    private static final String STARTING = "starting";
    private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

    /** Reasons may alternate, as when two brokers fail in turn: while it stays down, or up, each is logged so often. */
    static final Duration BETWEEN_SAME = Duration.ofMinutes(10);

    /** Different reasons that are logged in that time. */
    static final int MOST_REASONS = 8;

    private final Clock clock;
    private final Map<String, Instant> logged = new HashMap<>();
    private State state;

    /** A condition that is down until its part reports it up. */
    public Condition(String name, Clock clock) {
        this.clock = clock;
        this.state =
                new State(name, false, clock.instant(), STARTING, "Wait; if it stays, the log says what it waits for");
    }

    /** Reports that it holds. */
    public void up() {
        up("", "");
    }

    /**
     * Reports that it holds, and what a person should know all the same; as with {@link #down}.
     *
     * @param reason empty if there is nothing to know
     */
    public void up(String reason, String advice) {
        change(true, reason, advice);
    }

    /**
     * Reports that it does not hold. Repeating the same reason keeps the time since when, so a reason names what is wrong
     * and carries no counter or clock time.
     *
     * @param reason what is wrong, without secrets
     * @param advice what a person can do about it
     */
    public void down(String reason, String advice) {
        change(false, reason, advice);
    }

    public synchronized State state() {
        return state;
    }

    private void change(boolean up, String reason, String advice) {
        if (replace(up, reason, advice)) {
            if (up && reason.isEmpty()) {
                LOG.info("{} is up", state().name());
            } else if (up) {
                LOG.warn("{} is up, but {}. {}", state().name(), reason, advice);
            } else {
                LOG.warn("{} is down: {}. {}", state().name(), reason, advice);
            }
        }
    }

    /** Whether it is to be logged: it went up or down, or for a reason that the log has not told lately. */
    private synchronized boolean replace(boolean up, String reason, String advice) {
        Instant now = clock.instant();
        if (state.up() != up) {
            logged.clear();
        }
        state = state.next(up, reason, advice, now);
        logged.values().removeIf(at -> Duration.between(at, now).abs().compareTo(BETWEEN_SAME) >= 0);
        return logged.size() < MOST_REASONS && logged.putIfAbsent(reason, now) == null;
    }

    /**
     * What is known about a condition.
     *
     * @param name what must hold
     * @param up whether it holds
     * @param since when it began to be so, for this reason
     * @param reason why it does not hold, or what there is to know although it does; empty if there is nothing
     * @param advice what to do about that; empty if there is nothing
     */
    public record State(String name, boolean up, Instant since, String reason, String advice) {

        /** Nothing was reported yet. */
        boolean isStarting() {
            return reason.equals(STARTING);
        }

        State next(boolean up, String reason, String advice, Instant now) {
            boolean same = this.up == up && this.reason.equals(reason);
            return new State(name, up, same ? since : now, reason, advice);
        }
    }
}
