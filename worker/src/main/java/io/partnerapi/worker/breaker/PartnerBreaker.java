package io.partnerapi.worker.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.partnerapi.schemas.Paused;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Resumed;
import io.partnerapi.schemas.Target;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.worker.breaker.Entrance.Shut;
import io.partnerapi.worker.ops.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The circuit breaker of one target.
 *
 * <pre>
 *             nobody is answered, or half are not             its time is over
 *   closed ───────────────────────────────────► open ──────────────────────────► half-open
 *     ▲                                          ▲                                  │ one call at a time,
 *     │                                          └──────── it failed: longer ───────┤ the best {@link Probe} first
 *     └──────────────────────────────────────────────────── it succeeded ───────────┘
 * </pre>
 *
 * <p>Calls that began before the last change of state tell nothing of the state now, and are not counted. Thread-safe.
 */
public final class PartnerBreaker {
    /**
     * So many calls in a row, while nobody was answered: where one of five fails by chance, one row of ten million. Of calls
     * that fail together, with their connection or by their time limit, those count that began after the last answer.
     */
    private static final int IN_A_ROW = 10;
    /**
     * So many tell as much if they took their time, by chance one row of a hundred thousand: fewer than the attempts of a
     * command, so that no command is given up because the partner is down.
     */
    private static final int SLOWLY_IN_A_ROW = 7;

    private static final Duration SLOWLY = Duration.ofSeconds(5);

    private static final int CALLS_THAT_TELL = 40;
    private static final int LAST_CALLS = 100;
    private static final float FAILED_PERCENT = 50;
    private static final IntervalFunction OPEN_MILLIS =
            IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(1), 2.0, Duration.ofSeconds(30));
    /** While a probe is under way the others ask again after this long. */
    private static final Duration PROBING = Duration.ofMillis(500);

    private final Target target;
    private final String scope;
    private final Clock clock;
    private final Condition condition;
    private final Consumer<Telemetry> telemetry;
    private final CircuitBreaker breaker;
    private Instant openUntil = Instant.MIN;
    private String lastFailure = "";
    private boolean probing;
    private int answers;
    private int unanswered;
    private Instant unansweredSince = Instant.MIN;
    private int openings;
    private int changes;

    /**
     * A call as it begins.
     *
     * @param changes of the state before it
     * @param answers to others before it
     */
    private record Call(int changes, int answers, Instant at) {}

    /**
     * @param condition whether the target answers
     * @param telemetry told when calls stop and when they go on
     */
    public PartnerBreaker(Target target, Clock clock, Condition condition, Consumer<Telemetry> telemetry) {
        this.target = target;
        this.scope = "target:" + target.wire();
        this.clock = clock;
        this.condition = condition;
        this.telemetry = telemetry;
        this.breaker = CircuitBreaker.of(
                scope,
                CircuitBreakerConfig.custom()
                        .slidingWindow(LAST_CALLS, CALLS_THAT_TELL, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(FAILED_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(OPEN_MILLIS)
                        .clock(clock)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> changed(event.getStateTransition().getToState()));
        condition.up();
    }

    /** Whether a call may be made now. */
    public synchronized Entrance enter(Probe probe) {
        Duration shut = shutFor(probe);
        if (!shut.isZero()) {
            return new Shut(shut);
        }
        if (!breaker.tryAcquirePermission()) {
            return new Shut(PROBING);
        }
        Call call = new Call(changes, answers, clock.instant());
        probing = breaker.getState() == State.HALF_OPEN;
        return new Pass(probing, signal -> told(signal, call));
    }

    /** How long there is surely no entrance; zero if there may be one now. */
    public synchronized Duration shutFor(Probe probe) {
        if (breaker.getState() == State.CLOSED) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        Duration yields = probe.yields(openings);
        if (!now.isAfter(openUntil)) {
            return Duration.between(now, openUntil).plus(yields).plusMillis(1);
        }
        return probing || !now.isAfter(openUntil.plus(yields)) ? PROBING : Duration.ZERO;
    }

    /** Whether no call at all is made for now. */
    public synchronized boolean open() {
        return breaker.getState() != State.CLOSED && !clock.instant().isAfter(openUntil);
    }

    /** How it stands now. */
    public synchronized BreakerView view() {
        return new BreakerView(
                target.wire(),
                breaker.getState().name().toLowerCase(Locale.ROOT),
                open() ? openUntil : null,
                lastFailure);
    }

    /** @return whether the target seems down now */
    private synchronized boolean told(Signal signal, Call call) {
        if (call.changes() == changes) {
            count(signal, call);
        }
        return breaker.getState() != State.CLOSED;
    }

    private void count(Signal signal, Call call) {
        probing = false;
        if (signal.down() != null) {
            lastFailure = signal.down();
            breaker.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException(signal.down()));
            if (breaker.getState() == State.CLOSED && nobodyIsAnswered(call)) {
                breaker.transitionToOpenState();
            }
        } else if (signal.up()) {
            answers++;
            unanswered = 0;
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        } else {
            breaker.releasePermission();
        }
    }

    private boolean nobodyIsAnswered(Call call) {
        if (call.answers() != answers) {
            return false;
        }
        if (unanswered == 0) {
            unansweredSince = call.at();
        }
        unanswered++;
        return unanswered >= IN_A_ROW
                || unanswered >= SLOWLY_IN_A_ROW && !clock.instant().isBefore(unansweredSince.plus(SLOWLY));
    }

    private void changed(State to) {
        changes++;
        unanswered = 0;
        probing = false;
        if (to == State.OPEN) {
            Instant now = clock.instant();
            openings++;
            openUntil = now.plusMillis(OPEN_MILLIS.apply(openings));
            condition.down(
                    "calls to " + scope + " fail (" + lastFailure + ")",
                    "Check the partner and the way to it; the worker tries again by itself, and commands wait");
            telemetry.accept(new Paused(now, scope, new Reason("PARTNER_DOWN", lastFailure), openUntil));
        } else if (to == State.CLOSED) {
            openings = 0;
            condition.up();
            telemetry.accept(new Resumed(clock.instant(), scope, new Reason("PARTNER_UP", "A call was answered.")));
        }
    }
}
