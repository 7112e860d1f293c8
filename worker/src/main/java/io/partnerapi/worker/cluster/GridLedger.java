package io.partnerapi.worker.cluster;

import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import io.partnerapi.worker.budget.BudgetLimit;
import io.partnerapi.worker.budget.EgressLedger;
import io.partnerapi.worker.budget.LedgerStep;
import io.partnerapi.worker.budget.SharedLedger;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared ledger as one entry of a grid map for each egress group.
 *
 * <p>Each step is decided where the entry lives, in that member's time, and answers with durations only. A step whose
 * answer takes as long as a permit lives has failed: what it leased could no longer be spent.
 */
public final class GridLedger implements SharedLedger {

    private static final Logger LOG = LoggerFactory.getLogger(GridLedger.class);

    private final Grid grid;
    private final IMap<String, EgressLedger> ledgers;
    private final ITopic<Long> pauses;
    private final Vertx vertx;
    private final String egress;
    private final BudgetLimit limit;

    /** Not for an event loop: may wait for the grid. */
    public GridLedger(Grid grid, Vertx vertx, String egress, BudgetLimit limit) {
        this.grid = grid;
        this.ledgers = grid.map(GridMap.BUDGET);
        this.pauses = grid.topic("budget|" + egress);
        this.vertx = vertx;
        this.egress = egress;
        this.limit = limit;
    }

    @Override
    public <R extends Serializable> Future<R> submit(LedgerStep<R> step, Consumer<R> late) {
        try {
            Promise<R> inTime = Promise.promise();
            Future<R> answer = Future.fromCompletionStage(
                    ledgers.submitToKey(egress, new GridLedgerStep<>(step)), vertx.getOrCreateContext());
            long timer = vertx.setTimer(
                    limit.useBy().toMillis(),
                    id -> inTime.tryFail(new TimeoutException("no answer within " + limit.useBy())));
            answer.onSuccess(given -> {
                        if (!inTime.tryComplete(given)) {
                            late.accept(given);
                        }
                    })
                    .onFailure(inTime::tryFail)
                    .onComplete(ended -> vertx.cancelTimer(timer));
            return inTime.future();
        } catch (RuntimeException e) {
            // A member that is leaving or has lost the majority throws at once instead of failing the stage.
            return Future.failedFuture(e);
        }
    }

    @Override
    public long cutOffAt() {
        return grid.cutOffAt();
    }

    /** Best effort: whoever does not hear it finds out when it next asks. */
    @Override
    public void tellPause(Duration length) {
        try {
            pauses.publishAsync(length.toMillis());
        } catch (RuntimeException e) {
            LOG.warn("The other workers could not be told of a pause; each finds out when it next asks", e);
        }
    }

    @Override
    public void onPause(Consumer<Duration> listener) {
        pauses.addMessageListener(message -> listener.accept(Duration.ofMillis(message.getMessageObject())));
    }
}
