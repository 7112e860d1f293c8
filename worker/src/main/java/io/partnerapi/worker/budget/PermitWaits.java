package io.partnerapi.worker.budget;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.partnerapi.worker.ops.Durations;
import io.vertx.core.Future;

/** Asks the budget, and measures how long its answers take. */
public final class PermitWaits implements CallBudget {
    private final CallBudget budget;
    private final MeterRegistry meters;
    private final Timer waits;

    public PermitWaits(CallBudget budget, MeterRegistry meters) {
        this.budget = budget;
        this.meters = meters;
        this.waits = Durations.timer("permit.wait", "Waits of calls for a permit of the budget")
                .register(meters);
    }

    @Override
    public Future<PermitAnswer> permit(PermitRequest request) {
        Timer.Sample begun = Timer.start(meters);
        return budget.permit(request).onComplete(ended -> begun.stop(waits));
    }

    @Override
    public void egressRefused() {
        budget.egressRefused();
    }

    @Override
    public BudgetUse use() {
        return budget.use();
    }

    @Override
    public Future<Void> close() {
        return budget.close();
    }
}
