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

    /** Publishes a record if it is due. */
    void publish(long now, DispenserView view) {
        if (now < dueAt()) {
            return;
        }
        lastAt = now;
        traffic = view.waiting() > 0;
        Instant at = clock.instant();
        Duration forecast = view.forecast(now, settings.calls(), settings.window());
        telemetry.accept(new ApiBudget(
                at,
                settings.egress(),
                settings.window(),
                settings.calls(),
                view.used(),
                view.waiting(),
                TimeUnit.NANOSECONDS.toMillis(view.oldestWait(now)),
                forecast == null ? null : at.plus(forecast)));
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
}
