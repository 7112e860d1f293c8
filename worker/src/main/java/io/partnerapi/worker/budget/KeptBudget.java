package io.partnerapi.worker.budget;

import io.partnerapi.worker.budget.LedgerStep.Restore;
import io.partnerapi.worker.budget.LedgerStep.Saved;
import io.partnerapi.worker.budget.LedgerStep.Take;
import io.partnerapi.worker.budget.LedgerStep.Taken;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The shared ledger, kept where it outlives all workers: whoever finds one that knows nothing restores it first, and whoever
 * is told to save it does.
 */
public final class KeptBudget implements BudgetGrid {

    private final SharedLedger ledger;
    private final LedgerMemory memory;
    private final BudgetLimit limit;
    private final String worker;
    private final Clock clock;
    private LedgerAge reached = LedgerAge.NONE;
    /** Permits whose lease was answered too late to be spent; few, since at most one lease is on its way. */
    private final Queue<Part> leasedLate = new ConcurrentLinkedQueue<>();

    public KeptBudget(SharedLedger ledger, LedgerMemory memory, BudgetLimit limit, String worker, Clock clock) {
        this.ledger = ledger;
        this.memory = memory;
        this.limit = limit;
        this.worker = worker;
        this.clock = clock;
    }

    @Override
    public Future<Lease> lease(List<Want> wants, long backlog, List<Part> unspent, List<Part> arrived) {
        LedgerAge least = surelyReached();
        Take again = new Take(limit, worker, least, wants, backlog, List.of(), List.of());
        return ledger.submit(
                        new Take(limit, worker, least, wants, backlog, withLate(unspent), arrived), this::leasedLate)
                .compose(taken -> taken.lease() == null
                        ? restore(least).compose(restored -> ledger.submit(again, this::leasedLate))
                        : Future.succeededFuture(taken))
                .compose(taken -> saved(taken, again))
                .compose(taken -> taken.lease() == null
                        ? Future.failedFuture(new IllegalStateException("the ledger was lost again"))
                        : Future.succeededFuture(leased(taken, taken.lease())));
    }

    private void leasedLate(Taken taken) {
        reached(taken.age());
        Lease lease = taken.lease();
        if (lease != null && lease.granted() > 0) {
            leasedLate.add(lease.part(lease.granted()));
        }
    }

    /** What is to be given back, with what was leased too late. */
    private List<Part> withLate(List<Part> unspent) {
        List<Part> all = new ArrayList<>(unspent);
        for (Part part = leasedLate.poll(); part != null; part = leasedLate.poll()) {
            all.add(part);
        }
        return all;
    }

    private Lease leased(Taken taken, Lease lease) {
        reached(taken.age());
        return lease;
    }

    /** As far as this worker has seen it; and if it was cut off from the others, a ledger that was restored since. */
    private LedgerAge surelyReached() {
        long cutOff = ledger.cutOffAt();
        return reached(cutOff == 0 ? LedgerAge.NONE : new LedgerAge(cutOff + limit.guardMillis(), 0));
    }

    private synchronized LedgerAge reached(LedgerAge least) {
        reached = reached.or(least);
        return reached;
    }

    /** Saves if it is to; and asks once more if nothing was leased because of what was not saved. */
    private Future<Taken> saved(Taken taken, Take again) {
        Future<Boolean> saved = save(taken);
        Lease lease = taken.lease();
        boolean held = taken.save() != null
                && lease != null
                && !again.wants().isEmpty()
                && lease.granted() == 0
                && lease.next().compareTo(EgressLedger.SOON) <= 0;
        return held
                ? saved.timeout(limit.useBy())
                        .compose(kept -> ledger.submit(again, this::leasedLate))
                        .onSuccess(this::save)
                : Future.succeededFuture(taken);
    }

    private Future<Boolean> save(Taken taken) {
        Snapshot snapshot = taken.save();
        return snapshot == null
                ? Future.succeededFuture(false)
                : memory.keep(snapshot).compose(kept -> ledger.submit(new Saved(limit, snapshot.id())));
    }

    /** Clocks of two workers may differ by as much as the guard. */
    private Future<Boolean> restore(LedgerAge least) {
        return memory.read().compose(kept -> {
            Duration elapsed = kept.map(known -> Duration.between(known.at(), clock.instant()))
                    .orElse(Duration.ZERO)
                    .minusMillis(limit.guardMillis());
            return ledger.submit(new Restore(
                    limit,
                    kept.map(LedgerMemory.Kept::snapshot).orElse(null),
                    Math.max(0, elapsed.toMillis()),
                    Math.max(clock.millis(), least.era() + 1)));
        });
    }

    /** Tells of the shortest pause at once, and of the true one when the ledger has decided it. */
    @Override
    public Future<Duration> pause() {
        ledger.tellPause(EgressPause.shortest(limit));
        return ledger.submit(new LedgerStep.Pause(limit)).onSuccess(ledger::tellPause);
    }

    @Override
    public void onPause(Consumer<Duration> listener) {
        ledger.onPause(listener);
    }
}
