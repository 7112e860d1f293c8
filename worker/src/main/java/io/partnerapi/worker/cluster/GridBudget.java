package io.partnerapi.worker.cluster;

import com.hazelcast.map.IMap;
import io.partnerapi.worker.budget.BudgetGrid;
import io.partnerapi.worker.budget.BudgetLimit;
import io.partnerapi.worker.budget.BudgetSettings;
import io.partnerapi.worker.budget.EgressLedger;
import io.partnerapi.worker.budget.Lease;
import io.partnerapi.worker.budget.LedgerStep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.Serializable;
import java.time.Duration;

/**
 * The shared ledger as one entry of a grid map for each egress group.
 *
 * <p>Each step is decided where the entry lives, by that member's clock, and answers with durations only. A step whose
 * answer takes as long as a permit lives has failed: what it leased could no longer be spent.
 */
public final class GridBudget implements BudgetGrid {

    private final IMap<String, EgressLedger> ledgers;
    private final Vertx vertx;
    private final String egress;
    private final BudgetLimit limit;

    /** Not for an event loop: may wait for the grid. */
    public GridBudget(Grid grid, Vertx vertx, BudgetSettings settings) {
        this.ledgers = grid.map(GridMap.BUDGET);
        this.vertx = vertx;
        this.egress = settings.egress();
        this.limit = BudgetLimit.of(settings);
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

    private <R extends Serializable> Future<R> submit(LedgerStep<R> step) {
        try {
            return Future.fromCompletionStage(
                            ledgers.submitToKey(egress, new GridBudgetStep<>(step)), vertx.getOrCreateContext())
                    .timeout(limit.useBy());
        } catch (RuntimeException e) {
            // A member that is leaving or has lost the majority throws at once instead of failing the stage.
            return Future.failedFuture(e);
        }
    }
}
