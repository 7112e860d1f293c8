package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The budget where no limit is configured: every call may go at once, and no worker asks another. */
public final class UnlimitedBudget implements CallBudget {

    private static final Logger LOG = LoggerFactory.getLogger(UnlimitedBudget.class);

    private final AtomicBoolean warned = new AtomicBoolean();

    @Override
    public Future<PermitAnswer> permit(PermitRequest request) {
        return Future.succeededFuture(new Free());
    }

    /** Only warns, once: a group without a limit has nothing to pause. */
    @Override
    public void egressRefused() {
        if (warned.compareAndSet(false, true)) {
            LOG.warn("The partner refused a call for the rate of this address, but no limit is set: set budget.calls");
        }
    }

    @Override
    public BudgetUse use() {
        return BudgetUse.NO_LIMIT;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    /** May be spent once, whenever. */
    private static final class Free implements Permit {
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public boolean spend() {
            return over.compareAndSet(false, true);
        }

        @Override
        public void arrived() {
            // Nobody counts.
        }

        @Override
        public void close() {
            over.set(true);
        }
    }
}
