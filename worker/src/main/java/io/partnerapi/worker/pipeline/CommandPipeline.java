package io.partnerapi.worker.pipeline;

import io.partnerapi.schemas.Command;
import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.admit.Admission;
import io.partnerapi.worker.admit.Candidate;
import io.partnerapi.worker.breaker.Probe;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.decode.Reading.Accepted;
import io.partnerapi.worker.outcome.Ending;
import io.partnerapi.worker.outcome.OutcomePolicy;
import io.partnerapi.worker.outcome.Verdict;
import io.partnerapi.worker.outcome.Verdict.Again;
import io.partnerapi.worker.outcome.Verdict.Cause;
import io.partnerapi.worker.settle.Settled;
import io.partnerapi.worker.timing.Timing;
import io.partnerapi.worker.token.AccessToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one command through the worker, from what was read in its record to its settled result.
 *
 * <pre>
 *   reading ──► admit ──► connect ──► begin* ──► write ──► judge ──► settle
 *      │          │                                          │         ▲
 *      │          └── too late ──────────────────────────────│─────────┤   * unsafe commands only: recorded as started
 *      └── refused, unreadable, died ────────────────────────│─────────┘     before they are written, and taken back
 *                 ▲                                          ▼               when they provably were not processed
 *                 └────────── again, later ──────── withdraw*
 * </pre>
 *
 * <p>A pass that has begun work on a partition ends it before the partition is handed over; while a command waits it
 * holds nothing, and is left to the next owner. Runs on one event loop; the futures fail only without heap.
 */
public final class CommandPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(CommandPipeline.class);

    private final Admission admission;
    private final Caller caller;
    private final OutcomePolicy policy;
    private final Settlement settlement;
    private final Feedback feedback;
    private final PipelineReport report;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** Makes one call; asks the gate when there is a connection and nothing has been written. */
    @FunctionalInterface
    public interface Caller {
        Future<CallResult> call(Command command, AccessToken token, Supplier<Future<Boolean>> gate);
    }

    /** @param nanoTime monotonic clock, as {@link System#nanoTime} */
    public CommandPipeline(
            Admission admission,
            Caller caller,
            OutcomePolicy policy,
            Settlement settlement,
            Feedback feedback,
            PipelineReport report,
            Clock clock,
            LongSupplier nanoTime) {
        this.admission = admission;
        this.caller = caller;
        this.policy = policy;
        this.settlement = settlement;
        this.feedback = feedback;
        this.report = report;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Takes the command as far as it goes now. */
    Future<Progress> pass(Execution command) {
        report.passBegan(command);
        return surely(command, () -> decided(command)).onComplete(over -> report.passEnded());
    }

    private Future<Progress> surely(Execution command, Supplier<Future<Progress>> work) {
        return Future.<Progress>future(promise -> work.get().onComplete(promise))
                .recover(failure -> backstop(command, failure));
    }

    private Future<Progress> decided(Execution command) {
        if (!command.taken().partition().open()) {
            return Future.succeededFuture(Progress.DONE);
        }
        return command.reading()
                .fold(
                        accepted -> command.taken().startedBefore() && !accepted.repeatable()
                                ? endUncalled(command, Endings.died())
                                : admit(command, accepted),
                        refused -> endUnlessOut(command, Endings.refused(refused.reason())),
                        unreadable -> Future.succeededFuture(deadLetter(command, unreadable.reason())));
    }

    /**
     * A dead letter may wait for its topic for hours. It is no command: neither those of its key nor a slot wait for it.
     */
    private Progress deadLetter(Execution command, Reason reason) {
        return Progress.left(surely(command, () -> endUncalled(command, Endings.refused(reason))));
    }

    private Future<Progress> admit(Execution command, Accepted accepted) {
        command.stage(Stage.ADMISSION, clock.instant());
        Candidate candidate = new Candidate(
                accepted.command().target(),
                Probe.of(accepted.repeatable(), !command.attempts().isEmpty(), command.failedProbes()),
                command.place(),
                accepted.deadline());
        return admission
                .admit(candidate)
                .compose(admitted -> admitted.fold(
                        go -> {
                            Entry entry = new Entry(go);
                            return working(command, () -> call(command, accepted, entry))
                                    .onComplete(over -> entry.close());
                        },
                        notNow -> Future.succeededFuture(later(command, accepted, notNow.after())),
                        tooLate -> endUnlessOut(command, Endings.tooLate(command.attempts(), accepted.repeatable()))));
    }

    private Future<Progress> call(Execution command, Accepted accepted, Entry entry) {
        Instant at = clock.instant();
        long from = nanoTime.getAsLong();
        command.stage(Stage.ANSWER, at);
        return caller.call(accepted.command(), entry.token(), () -> gate(command, accepted, entry))
                .compose(result -> {
                    Duration took = Duration.ofNanos(nanoTime.getAsLong() - from);
                    command.attempted(result, at, took);
                    report.attempted(accepted, result, took);
                    boolean down = entry.pass().tell(result);
                    if (result.arrived()) {
                        entry.arrived();
                    }
                    if (result.refusesToken()) {
                        feedback.tokenRefused().accept(entry.token());
                    }
                    // Such an attempt is never the last: that the partner is down is not the command's fault.
                    int attempt = down || entry.pass().probe() ? 1 : command.attemptNumber();
                    Verdict verdict =
                            policy.judge(result, accepted.repeatable(), attempt, command.calls(), clock.instant());
                    return verdict.fold(
                            over -> end(command, over.ending()),
                            again ->
                                    again(command, accepted, again, entry.pass().probe()));
                });
    }

    /** There is a connection: records an unsafe command as started, and says whether the call may be written now. */
    private Future<Boolean> gate(Execution command, Accepted accepted, Entry entry) {
        long begun = nanoTime.getAsLong();
        if (!mayGo(command, accepted, entry, begun)) {
            return Future.succeededFuture(false);
        }
        if (accepted.repeatable()) {
            return permitted(command, accepted, entry, begun);
        }
        command.stage(Stage.SETTLING, clock.instant());
        return settlement.begin(command).compose(recorded -> {
            command.stage(Stage.ANSWER, clock.instant());
            command.begun(recorded == Settled.COMMITTED);
            return command.begun() && mayGo(command, accepted, entry, begun)
                    ? permitted(command, accepted, entry, begun)
                    : Future.succeededFuture(false);
        });
    }

    /** Whether there is a permit for it: its own or, if that can no longer be spent, another. */
    private Future<Boolean> permitted(Execution command, Accepted accepted, Entry entry, long begun) {
        if (entry.spend()) {
            return Future.succeededFuture(true);
        }
        Instant now = clock.instant();
        Instant limit = now.plus(Timing.START_LIMIT);
        command.stage(Stage.ADMISSION, now);
        Instant deadline = accepted.deadline();
        return admission
                .anotherPermit(command.place(), deadline == null || deadline.isAfter(limit) ? limit : deadline)
                .map(answer -> answer.<Boolean>fold(
                        another -> {
                            command.stage(Stage.ANSWER, clock.instant());
                            if (mayGo(command, accepted, entry, begun)) {
                                return entry.spend(another);
                            }
                            another.close();
                            return false;
                        },
                        passed -> false))
                .otherwise(false);
    }

    /** Nothing goes on the wire late, or from a partition that is to go: its next owner would wait for the answer. */
    private boolean mayGo(Execution command, Accepted accepted, Entry entry, long begun) {
        Instant deadline = accepted.deadline();
        long now = nanoTime.getAsLong();
        return command.taken().partition().open()
                && now - begun < Timing.START_LIMIT.toNanos()
                && entry.token().isUsable(now)
                && (deadline == null || clock.instant().isBefore(deadline));
    }

    private Future<Progress> again(Execution command, Accepted accepted, Again again, boolean probe) {
        if (again.cause() == Cause.EGRESS) {
            feedback.egressRefused().run();
        }
        if (again.cause().counts()) {
            if (probe) {
                command.probeFailed();
            } else {
                command.countAttempt();
            }
        }
        // The start of a command that is safe to repeat is a former owner's: nothing here proves that it was not
        // processed.
        if (accepted.repeatable() || !command.begun()) {
            return Future.succeededFuture(later(command, accepted, again.after()));
        }
        command.stage(Stage.SETTLING, clock.instant());
        return settlement.withdraw(command).map(settled -> {
            command.begun(false);
            return later(command, accepted, again.after());
        });
    }

    /** Another pass after this long, or at the deadline: then it is told so in time. */
    private Progress later(Execution command, Accepted accepted, Duration after) {
        Instant now = clock.instant();
        Instant deadline = accepted.deadline();
        Duration left = deadline == null ? after : Duration.between(now, deadline);
        Duration wait = left.compareTo(after) < 0 ? left : after;
        command.retryAt(now.plus(wait), now);
        return Progress.again(wait);
    }

    /** What a former owner started may be on the wire, however it reads or whatever its deadline says now. */
    private Future<Progress> endUnlessOut(Execution command, Ending ending) {
        return endUncalled(command, command.taken().startedBefore() ? Endings.died() : ending);
    }

    /** Ends a command without calling it in this pass. */
    private Future<Progress> endUncalled(Execution command, Ending ending) {
        return working(command, () -> end(command, ending));
    }

    private Future<Progress> end(Execution command, Ending ending) {
        command.stage(Stage.SETTLING, clock.instant());
        long from = nanoTime.getAsLong();
        Ending told = ending.withoutBody();
        // A listener: whatever it meets, what is settled stays settled.
        return settlement
                .end(command, ending)
                .onSuccess(settled -> {
                    if (settled == Settled.COMMITTED) {
                        report.ended(command, told, Duration.ofNanos(nanoTime.getAsLong() - from));
                    }
                })
                .map(Progress.DONE);
    }

    /** Work that its partition waits for before it is handed over; none is begun once it is. */
    private static Future<Progress> working(Execution command, Supplier<Future<Progress>> work) {
        if (!command.taken().partition().begin()) {
            return Future.succeededFuture(Progress.DONE);
        }
        return Future.<Progress>future(promise -> work.get().onComplete(promise))
                .onComplete(over -> command.taken().partition().end());
    }

    /** What fails after the partition has gone is the worker's end, not a bug. */
    private Future<Progress> backstop(Execution command, Throwable failure) {
        if (failure instanceof OutOfMemoryError noHeap) {
            // That is no bug of this command: the worker ends, and the next owner decides.
            Vertx.currentContext().runOnContext(loop -> {
                throw noHeap;
            });
            return Future.failedFuture(noHeap);
        }
        return working(command, () -> {
                    LOG.error("{} met a bug", command, failure);
                    return end(command, Endings.internal(command.begun()));
                })
                .otherwise(hopeless -> {
                    LOG.error("{} could not even be given up; its offset stays uncommitted", command, hopeless);
                    return Progress.DONE;
                });
    }
}
