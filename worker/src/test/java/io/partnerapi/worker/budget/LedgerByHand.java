package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** A ledger and the steps on it; its limit allows 3 calls a second. */
abstract class LedgerByHand {
    static final BudgetLimit LIMIT = new BudgetLimit(900, 300_000, 5_000, 0, 5);

    EgressLedger ledger = known(LIMIT);

    static EgressLedger known(BudgetLimit limit) {
        EgressLedger restored = new LedgerStep.Restore(limit, null, 0, 1)
                .on(EgressLedger.UNKNOWN, tick(0))
                .ledger();
        return restored.saving(Saving.NONE);
    }

    Lease lease(int wanted, long now) {
        return take(LIMIT, "worker", wanted, List.of(), now);
    }

    /** All at one time, however often that must be kept. */
    Lease leaseAll(BudgetLimit limit, int wanted, long now) {
        Lease all = take(limit, "worker", wanted, List.of(), now);
        int granted = all.granted();
        while (granted < wanted) {
            granted += take(limit, "worker", wanted - granted, List.of(), now).granted();
        }
        return new Lease(all.slice(), granted, ledger.used(), 0, Duration.ZERO, Duration.ZERO);
    }

    /** Keeps what is to be kept at once. */
    Lease take(BudgetLimit limit, String worker, int wanted, List<Part> arrived, long now) {
        List<Want> wants = wanted == 0 ? List.of() : List.of(new Want(0, wanted, 1));
        LedgerStep.Taken taken =
                step(new LedgerStep.Take(limit, worker, LedgerAge.NONE, wants, wanted, List.of(), arrived), now);
        if (taken.save() != null) {
            step(new LedgerStep.Saved(limit, taken.save().id()), now);
        }
        return taken.lease();
    }

    static LedgerStep.Take take(BudgetLimit limit, String worker, int wanted) {
        List<Want> wants = wanted == 0 ? List.of() : List.of(new Want(0, wanted, 1));
        return new LedgerStep.Take(limit, worker, LedgerAge.NONE, wants, wanted, List.of(), List.of());
    }

    Duration refused(long now) {
        return step(new LedgerStep.Pause(LIMIT), now);
    }

    <R extends Serializable> R step(LedgerStep<R> step, long now) {
        EgressLedger.Done<R> done = step.on(ledger, tick(now));
        ledger = done.ledger();
        return done.answer();
    }

    static Tick tick(long millis) {
        return new Tick("one", millis);
    }
}
