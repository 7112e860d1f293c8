package io.partnerapi.worker.budget;

import io.partnerapi.schemas.Telemetry;
import io.partnerapi.worker.ops.Condition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The budget that all workers of an egress group share: brings its callers on to the one context it lives on. */
public final class SharedBudget implements CallBudget {

    private static final Duration LONGEST_DEADLINE = Duration.ofDays(365);

    private final Vertx vertx;
    private final BudgetSettings settings;
    private final Clock clock;
    private final Loop loop;
    private final PermitDispenser dispenser;
    private final Condition condition;

    private SharedBudget(
            Vertx vertx,
            BudgetSettings settings,
            Clock clock,
            Loop loop,
            PermitDispenser dispenser,
            Condition condition) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.loop = loop;
        this.dispenser = dispenser;
        this.condition = condition;
    }

    /**
     * A budget that lives on the current context and has begun to look at the grid.
     *
     * @param settings with a limit of at least one call
     * @param backlog how many commands of this worker have no end yet
     * @param condition up while the grid answers and permits can be leased
     * @param telemetry takes records without blocking
     */
    public static SharedBudget start(
            Vertx vertx,
            BudgetSettings settings,
            BudgetLimit limit,
            BudgetGrid grid,
            LongSupplier backlog,
            Clock clock,
            Condition condition,
            Consumer<Telemetry> telemetry) {
        Loop loop = new ContextLoop(vertx, System::nanoTime);
        PermitDispenser dispenser = new PermitDispenser(
                limit,
                grid,
                backlog,
                loop,
                new SplittableRandom(),
                condition,
                new BudgetReport(settings, clock, telemetry));
        loop.execute(dispenser::turn);
        return new SharedBudget(vertx, settings, clock, loop, dispenser, condition);
    }

    @Override
    public Future<PermitAnswer> permit(PermitRequest request) {
        Promise<PermitAnswer> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
        loop.execute(() -> dispenser.request(request, onLoop(request.deadline()), promise));
        return promise.future();
    }

    @Override
    public void egressRefused() {
        loop.execute(dispenser::refused);
    }

    @Override
    public BudgetUse use() {
        DispenserView view = dispenser.view();
        long now = loop.now();
        return new BudgetUse(
                settings.calls(),
                settings.window(),
                view.used(),
                view.leased(),
                view.waiting(),
                Duration.ofNanos(view.oldestWait(now)),
                view.forecast(now, settings.calls(), settings.window()),
                condition.state().up(),
                view.pause(now));
    }

    @Override
    public Future<Void> close() {
        Promise<Void> closed = ((ContextInternal) vertx.getOrCreateContext()).promise();
        loop.execute(() -> dispenser.close().onComplete(closed));
        return closed.future();
    }

    private long onLoop(@Nullable Instant deadline) {
        if (deadline == null) {
            return Waiting.NO_DEADLINE;
        }
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.compareTo(LONGEST_DEADLINE) > 0) {
            return Waiting.NO_DEADLINE;
        }
        return left.isNegative() ? loop.now() : loop.now() + left.toNanos();
    }
}
