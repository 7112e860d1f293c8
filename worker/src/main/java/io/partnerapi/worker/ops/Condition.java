package io.partnerapi.worker.ops;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thing that must hold for the worker to be well, as last reported by the part that knows; safe for any thread. */
public final class Condition {

    private static final String STARTING = "starting";
    private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

    private final Clock clock;
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

    /** Whether it is another state than before, not the same one reported again. */
    private synchronized boolean replace(boolean up, String reason, String advice) {
        State before = state;
        state = before.next(up, reason, advice, clock.instant());
        return before.up() != up || !before.reason().equals(reason);
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
