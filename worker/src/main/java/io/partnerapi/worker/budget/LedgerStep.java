package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;

/** One atomic step on the shared ledger, in the form in which it travels to where the ledger is. */
public sealed interface LedgerStep<R extends Serializable> extends Serializable {

    /** @param now time in milliseconds where the ledger is */
    EgressLedger.Done<R> on(EgressLedger ledger, long now);

    /** Leases up to {@code wanted} permits. */
    record Take(BudgetLimit limit, int wanted) implements LedgerStep<Lease> {
        @Override
        public EgressLedger.Done<Lease> on(EgressLedger ledger, long now) {
            return ledger.lease(limit, wanted, now);
        }
    }

    /** Returns unspent permits; answers how many count still. */
    record Return(long slice, int permits) implements LedgerStep<Integer> {
        @Override
        public EgressLedger.Done<Integer> on(EgressLedger ledger, long now) {
            return ledger.giveBack(slice, permits);
        }
    }

    /** Pauses the group; answers how long from now. */
    record Pause(BudgetLimit limit) implements LedgerStep<Duration> {
        @Override
        public EgressLedger.Done<Duration> on(EgressLedger ledger, long now) {
            return ledger.refused(limit, now);
        }
    }
}
