package io.partnerapi.worker.budget;

import io.partnerapi.schemas.ApiBudget;
import io.partnerapi.schemas.Paused;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Resumed;
import io.partnerapi.schemas.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells on the quota topic how the budget stands: every second with traffic, else every minute. Confined to one thread. */
final class BudgetReport {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetReport.class);
    private static final long BUSY = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE = TimeUnit.MINUTES.toNanos(1);
    private static final String REFUSED = "EGRESS_REFUSED";

    private final BudgetSettings settings;
    private final Clock clock;
    private final Consumer<Telemetry> telemetry;
    private long lastAt;
    private boolean traffic;
    private boolean paused;

    BudgetReport(BudgetSettings settings, Clock clock, Consumer<Telemetry> telemetry) {
        this.settings = settings;
        this.clock = clock;
        this.telemetry = telemetry;
    }

    /** A permit was asked for. */
    void traffic() {
        traffic = true;
    }

    /** When the next record is due, by the time of the loop. */
    long dueAt() {
        return lastAt + (traffic ? BUSY : IDLE);
    }

    /**
     * Publishes a record if it is due.
     *
     * @param full for how long nothing comes free, in nanoseconds
     */
    void publish(long now, DispenserView view, long full) {
        if (now < dueAt()) {
            return;
        }
        lastAt = now;
        traffic = view.waiting() > 0;
        Instant at = clock.instant();
        telemetry.accept(new ApiBudget(
                at,
                settings.egress(),
                settings.window(),
                settings.calls(),
                view.used(),
                view.waiting(),
                TimeUnit.NANOSECONDS.toMillis(view.oldestWait(now)),
                forecastEnd(at, view, full)));
    }

    /** The group's calls were refused; nobody calls for that long. */
    void pausedFor(Duration length) {
        paused = true;
        Instant at = clock.instant();
        String detail = "The partner's load balancer refused a call for the rate of this address";
        telemetry.accept(new Paused(at, scope(), new Reason(REFUSED, detail), at.plus(length)));
        LOG.warn("{}: all calls of egress {} pause for {}", detail, settings.egress(), length);
    }

    /** The group calls again, if it had paused. */
    void resumed() {
        if (paused) {
            paused = false;
            telemetry.accept(new Resumed(clock.instant(), scope(), new Reason(REFUSED, "The pause is over")));
            LOG.info("Egress {} calls again, slowly at first", settings.egress());
        }
    }

    private String scope() {
        return "egress:" + settings.egress();
    }

    /** What is free goes at once, the rest of the group's backlog at the rate of the limit. */
    private @Nullable Instant forecastEnd(Instant at, DispenserView view, long full) {
        if (view.waiting() == 0) {
            return null;
        }
        long waiting = Math.max(view.waiting(), view.backlog());
        long backlog = Math.max(0, waiting - Math.max(0, settings.calls() - view.used()));
        Duration each = settings.window().dividedBy(settings.calls());
        return at.plusNanos(full).plus(each.multipliedBy(backlog));
    }
}
