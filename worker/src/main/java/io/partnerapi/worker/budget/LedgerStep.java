package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One atomic step on the shared ledger, in the form in which it travels to where the ledger is. */
public sealed interface LedgerStep<R extends Serializable> extends Serializable {

    EgressLedger.Done<R> on(EgressLedger ledger, Tick tick);

    /**
     * What {@link Take} answers.
     *
     * @param lease null if the ledger does not know yet what was kept: {@link Restore} it first
     * @param save what this worker is to keep now, if anything, and then to tell by {@link Saved}
     * @param age of the ledger
     */
    record Taken(@Nullable Lease lease, @Nullable Snapshot save, LedgerAge age) implements Serializable {}

    /**
     * Leases permits, and tells what has become of others.
     *
     * @param worker who asks
     * @param seen how far the ledger surely is: one that is behind has missed what others did, and is forgotten
     * @param wants by priority, the best first; nothing only looks
     * @param backlog commands of this worker that wait
     * @param unspent permits that were not and will not be spent; each is told of once
     * @param arrived permits whose calls the partner has answered; each is told of once
     */
    record Take(
            BudgetLimit limit,
            String worker,
            LedgerAge seen,
            List<Want> wants,
            long backlog,
            List<Part> unspent,
            List<Part> arrived)
            implements LedgerStep<Taken> {
        public Take {
            wants = List.copyOf(wants);
            unspent = List.copyOf(unspent);
            arrived = List.copyOf(arrived);
        }

        @Override
        public EgressLedger.Done<Taken> on(EgressLedger ledger, Tick tick) {
            LedgerAge age = ledger.time().age();
            if (!ledger.known()) {
                return new EgressLedger.Done<>(ledger, new Taken(null, null, age));
            }
            if (age.compareTo(seen) < 0) {
                return new EgressLedger.Done<>(ledger.forgotten(), new Taken(null, null, age));
            }
            EgressLedger.Done<Lease> done =
                    ledger.at(limit, tick).settled(limit, unspent, arrived).lease(limit, this);
            EgressLedger after = done.ledger();
            long now = after.time().now();
            if (!after.saving().isDue(limit, now)) {
                return new EgressLedger.Done<>(
                        after, new Taken(done.answer(), null, after.time().age()));
            }
            EgressLedger begun = after.saving(after.saving().begun(now));
            return new EgressLedger.Done<>(
                    begun,
                    new Taken(done.answer(), Snapshot.of(begun), after.time().age()));
        }
    }

    /** Pauses the group; answers how long from now. */
    record Pause(BudgetLimit limit) implements LedgerStep<Duration> {
        @Override
        public EgressLedger.Done<Duration> on(EgressLedger ledger, Tick tick) {
            return ledger.at(limit, tick).refused(limit);
        }
    }

    /** A ledger is kept. */
    record Saved(BudgetLimit limit, long begunAt) implements LedgerStep<Boolean> {
        @Override
        public EgressLedger.Done<Boolean> on(EgressLedger ledger, Tick tick) {
            EgressLedger then = ledger.at(limit, tick);
            return new EgressLedger.Done<>(
                    then.saving(then.saving().ended(begunAt, then.time().now(), limit.reserve())), true);
        }
    }

    /**
     * Goes on from what was kept, unless the ledger knows already.
     *
     * @param kept null if nothing ever was
     * @param elapsedMillis surely no more than have passed since it was kept
     * @param numbering of the slices from now on: greater than any before
     */
    record Restore(BudgetLimit limit, @Nullable Snapshot kept, long elapsedMillis, long numbering)
            implements LedgerStep<Boolean> {
        @Override
        public EgressLedger.Done<Boolean> on(EgressLedger ledger, Tick tick) {
            if (ledger.known()) {
                return new EgressLedger.Done<>(ledger, false);
            }
            LedgerTime now = LedgerTime.beginning(numbering, tick);
            EgressLedger restored = kept == null
                    ? Snapshot.NOTHING.restored(limit, now, 0, numbering, 0)
                    : kept.restored(limit, now, elapsedMillis, numbering, limit.reserve());
            long paused = ledger.pause().remaining(ledger.time().at(tick).now());
            return new EgressLedger.Done<>(restored.at(limit, tick).pausedFor(paused, ledger.pause()), true);
        }
    }
}
