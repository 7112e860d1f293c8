package io.partnerapi.worker.budget;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.partnerapi.worker.ops.Durations;
import io.vertx.core.Future;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Consumer;

/** Does steps on the shared ledger, and measures how long its answers take. */
public final class LedgerWaits implements SharedLedger {
    private final SharedLedger ledger;
    private final MeterRegistry meters;
    private final Timer steps;

    public LedgerWaits(SharedLedger ledger, MeterRegistry meters) {
        this.ledger = ledger;
        this.meters = meters;
        this.steps = Durations.timer("budget.step", "Steps of this worker on the ledger of the budget")
                .register(meters);
    }

    @Override
    public <R extends Serializable> Future<R> submit(LedgerStep<R> step, Consumer<R> late) {
        Timer.Sample begun = Timer.start(meters);
        return ledger.submit(step, late).onComplete(ended -> begun.stop(steps));
    }

    @Override
    public long cutOffAt() {
        return ledger.cutOffAt();
    }

    @Override
    public void tellPause(Duration length) {
        ledger.tellPause(length);
    }

    @Override
    public void onPause(Consumer<Duration> listener) {
        ledger.onPause(listener);
    }
}
