package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A shared ledger in this process, in a test's own time, that can be slow, lose answers, move, be lost and not be kept. */
final class MemoryLedger implements SharedLedger, LedgerMemory {

    /** What each operation on the ledger was, and when. */
    record Operation(Duration at, LedgerStep<?> step) {}

    final List<Operation> operations = new ArrayList<>();
    Supplier<Duration> latency = () -> Duration.ofMillis(2);
    Supplier<Boolean> losesAnswer = () -> false;
    Supplier<Boolean> answersTooLate = () -> false;
    boolean keeps = true;
    String owner = "one";
    long ownersClock;

    private final HandTime time;
    private final List<Consumer<Duration>> listeners = new ArrayList<>();
    private EgressLedger ledger = EgressLedger.UNKNOWN;
    private @Nullable Kept kept;

    MemoryLedger(HandTime time) {
        this.time = time;
    }

    BudgetGrid grid(BudgetLimit limit, String worker, Clock clock) {
        return grid(limit, worker, clock, () -> false);
    }

    /** As a worker sees it that is cut off from the others at times. */
    BudgetGrid grid(BudgetLimit limit, String worker, Clock clock, BooleanSupplier cutOff) {
        SharedLedger seen = new SharedLedger() {
            private boolean cut;
            private long cutAt;

            @Override
            public <R extends Serializable> Future<R> submit(LedgerStep<R> step, Consumer<R> late) {
                cutOffAt();
                return cut
                        ? Future.failedFuture(new IllegalStateException("no majority"))
                        : MemoryLedger.this.submit(step, late);
            }

            @Override
            public long cutOffAt() {
                if (cutOff.getAsBoolean() != cut) {
                    cut = !cut;
                    cutAt = cut ? clock.millis() : cutAt;
                }
                return cutAt;
            }

            @Override
            public void tellPause(Duration length) {
                MemoryLedger.this.tellPause(length);
            }

            @Override
            public void onPause(Consumer<Duration> listener) {
                MemoryLedger.this.onPause(length -> {
                    if (!cutOff.getAsBoolean()) {
                        listener.accept(length);
                    }
                });
            }
        };
        return new KeptBudget(seen, this, limit, worker, clock);
    }

    /** All workers and their grid have ended; what was kept remains. */
    void restart() {
        ledger = EgressLedger.UNKNOWN;
    }

    /** A copy of it that others have not gone on with. */
    void replace(EgressLedger copy) {
        ledger = copy;
    }

    EgressLedger ledger() {
        return ledger;
    }

    long count(Class<?> step) {
        return operations.stream().filter(o -> step.isInstance(o.step())).count();
    }

    @Override
    public <R extends Serializable> Future<R> submit(LedgerStep<R> step, Consumer<R> late) {
        operations.add(new Operation(Duration.ofNanos(time.now()), step));
        Promise<R> promise = Promise.promise();
        boolean lost = losesAnswer.get();
        boolean slow = answersTooLate.get();
        time.after(latency.get(), () -> {
            EgressLedger.Done<R> done =
                    step.on(ledger, new Tick(owner, Duration.ofNanos(time.now()).toMillis() + ownersClock));
            ledger = done.ledger();
            time.after(latency.get(), () -> {
                if (lost) {
                    promise.fail(new IllegalStateException("lost on the way"));
                } else if (slow) {
                    promise.fail(new IllegalStateException("too late"));
                    late.accept(done.answer());
                } else {
                    promise.complete(done.answer());
                }
            });
        });
        return promise.future();
    }

    @Override
    public long cutOffAt() {
        return 0;
    }

    @Override
    public void tellPause(Duration length) {
        time.after(latency.get(), () -> listeners.forEach(listener -> listener.accept(length)));
    }

    @Override
    public void onPause(Consumer<Duration> listener) {
        listeners.add(listener);
    }

    @Override
    public Future<Optional<Kept>> read() {
        Promise<Optional<Kept>> promise = Promise.promise();
        time.after(Duration.ofMillis(20), () -> promise.complete(Optional.ofNullable(kept)));
        return promise.future();
    }

    @Override
    public Future<Void> keep(Snapshot snapshot) {
        Instant at = time.instant();
        Promise<Void> promise = Promise.promise();
        time.after(Duration.ofMillis(5), () -> {
            if (!keeps) {
                promise.fail(new IllegalStateException("not kept"));
                return;
            }
            kept = TopicMemory.parse(TopicMemory.text(snapshot, at)).orElseThrow();
            promise.complete();
        });
        return promise.future();
    }
}
