package io.partnerapi.worker.cluster;

import com.hazelcast.map.EntryProcessor;
import io.partnerapi.worker.budget.EgressLedger;
import io.partnerapi.worker.budget.LedgerStep;
import io.partnerapi.worker.budget.Tick;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Carries a ledger step to the member that owns the entry; its backups take over what was decided there. */
final class GridLedgerStep<R extends Serializable> implements EntryProcessor<String, EgressLedger, R> {

    private static final long serialVersionUID = 1;
    private static final String PROCESS = UUID.randomUUID().toString();

    private final LedgerStep<R> step;
    private transient @Nullable EgressLedger after;

    GridLedgerStep(LedgerStep<R> step) {
        this.step = step;
    }

    @Override
    public R process(Map.Entry<String, EgressLedger> entry) {
        @Nullable EgressLedger stored = entry.getValue();
        EgressLedger before = stored == null ? EgressLedger.UNKNOWN : stored;
        EgressLedger.Done<R> done =
                step.on(before, new Tick(PROCESS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
        if (!done.ledger().equals(before)) {
            entry.setValue(done.ledger());
            after = done.ledger();
        }
        return done.answer();
    }

    /** Null, and so no backup operation, if nothing changed. */
    @Override
    public @Nullable EntryProcessor<String, EgressLedger, R> getBackupProcessor() {
        return after == null ? null : new Copy<>(after);
    }

    /** Sets what the owner computed: a backup has another clock and must not decide again. */
    private static final class Copy<R> implements EntryProcessor<String, EgressLedger, @Nullable R> {

        private static final long serialVersionUID = 1;

        private final EgressLedger ledger;

        Copy(EgressLedger ledger) {
            this.ledger = ledger;
        }

        @Override
        public @Nullable R process(Map.Entry<String, EgressLedger> entry) {
            entry.setValue(ledger);
            return null;
        }
    }
}
