package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A shared ledger in this process, in a test's own time, that can be slow and can lose answers. */
final class MemoryGrid implements BudgetGrid {

    /** What each operation on the ledger was, and when. */
    record Operation(Duration at, LedgerStep<?> step) {}

    final List<Operation> operations = new ArrayList<>();
    Supplier<Duration> latency = () -> Duration.ofMillis(2);
    Supplier<Boolean> losesAnswer = () -> false;

    private final BudgetLimit limit;
    private final HandTime time;
    private EgressLedger ledger = EgressLedger.EMPTY;

    MemoryGrid(BudgetLimit limit, HandTime time) {
        this.limit = limit;
        this.time = time;
    }

    @Override
    public Future<Lease> lease(int wanted) {
        return submit(new LedgerStep.Take(limit, wanted));
    }

    @Override
    public Future<Void> giveBack(Lease part) {
        return submit(new LedgerStep.Return(part.slice(), part.granted())).mapEmpty();
    }

    @Override
    public Future<Duration> pause() {
        return submit(new LedgerStep.Pause(limit));
    }

    long count(Class<?> step) {
        return operations.stream().filter(o -> step.isInstance(o.step())).count();
    }

    private <R extends Serializable> Future<R> submit(LedgerStep<R> step) {
        operations.add(new Operation(Duration.ofNanos(time.now()), step));
        Promise<R> promise = Promise.promise();
        boolean lost = losesAnswer.get();
        time.after(latency.get(), () -> {
            EgressLedger.Done<R> done = step.on(ledger, time.millis());
            ledger = done.ledger();
            time.after(latency.get(), () -> {
                if (lost) {
                    promise.fail(new IllegalStateException("lost on the way"));
                } else {
                    promise.complete(done.answer());
                }
            });
        });
        return promise.future();
    }
}
