package io.partnerapi.worker.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.decode.Reading.Accepted;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.outcome.Ending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells metrics, status and log what becomes of commands; never their bodies. Safe for any thread. */
public final class PipelineReport {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineReport.class);

    /** Topics seldom keep their records for longer. */
    private static final Duration LONGEST_STAY = Duration.ofDays(365);

    private final PipelineMeters meters;
    private final Failures failures = new Failures();
    private final Clock clock;

    /** @param topics the command topics */
    public PipelineReport(MeterRegistry registry, Collection<String> topics, Clock clock) {
        this.meters = new PipelineMeters(registry, topics);
        this.clock = clock;
    }

    /** The reasons for which commands ended without an answer. */
    public Failures failures() {
        return failures;
    }

    void taken(Taken taken) {
        meters.taken(taken.record().topic());
    }

    void passBegan(Execution command) {
        meters.passBegan();
        if (command.stage() == Stage.TURN) {
            meters.keyWaited(until(command.taken().at(), clock.instant()));
        }
    }

    void passEnded() {
        meters.passEnded();
    }

    void attempted(Accepted accepted, CallResult result, Duration took) {
        meters.attempted(accepted.operation(), accepted.command().target(), result, took);
    }

    /** The end of a command is committed. */
    void ended(Execution command, Ending ending, Duration settling) {
        Instant now = clock.instant();
        Duration all = until(produced(command), now);
        boolean deadLetter = command.id() == null;
        if (deadLetter) {
            meters.deadLettered(settling, all);
        } else {
            meters.published(ending.outcome(), settling, all);
        }
        failures.ended(ending, now);
        log(command, ending, deadLetter);
    }

    private static void log(Execution command, Ending ending, boolean deadLetter) {
        Reason reason = ending.reason();
        LOG.atLevel(level(ending.outcome(), deadLetter))
                .addKeyValue("command", LogText.of(command.id()))
                .addKeyValue("key", LogText.of(command.key()))
                .addKeyValue(
                        "record",
                        command.taken().partition().id() + "@"
                                + command.taken().record().offset())
                .addKeyValue("outcome", ending.outcome())
                .addKeyValue("reason", reason == null ? "" : reason.code())
                .log(deadLetter ? "A record is a dead letter" : "A command has ended");
    }

    /** What a person should see by itself: what may have been done twice or is lost to the one who sent it. */
    private static Level level(Outcome outcome, boolean deadLetter) {
        if (deadLetter || outcome == Outcome.UNKNOWN) {
            return Level.WARN;
        }
        return outcome == Outcome.ANSWERED ? Level.DEBUG : Level.INFO;
    }

    /** When its record says that it was produced, or when it was taken, if the record does not say or is not to be believed. */
    private static Instant produced(Execution command) {
        Instant told = Instant.ofEpochMilli(command.taken().record().timestamp());
        Instant taken = command.taken().at();
        return told.isBefore(taken.minus(LONGEST_STAY)) ? taken : told;
    }

    /** Never negative: a producer's clock may be ahead. */
    private static Duration until(Instant from, Instant to) {
        return from.isAfter(to) ? Duration.ZERO : Duration.between(from, to);
    }
}
