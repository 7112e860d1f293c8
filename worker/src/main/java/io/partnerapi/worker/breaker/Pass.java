package io.partnerapi.worker.breaker;

import io.partnerapi.worker.call.CallResult;
import java.util.function.Function;
import java.util.function.Predicate;

/** The right to make one call; what came of it is told once, or it is given back. Confined to its command's event loop. */
public final class Pass implements Entrance {
    private final boolean probe;
    private final Predicate<Signal> tell;
    private boolean over;

    /** @param tell told once, and answers whether the target seems down then */
    Pass(boolean probe, Predicate<Signal> tell) {
        this.probe = probe;
        this.tell = tell;
    }

    /** Whether the call is to find out if the partner is back: its failure is then no fault of the command. */
    public boolean probe() {
        return probe;
    }

    /**
     * Tells what came of the call.
     *
     * @return whether the partner seems down now: a failure is then no fault of the command
     */
    public boolean tell(CallResult result) {
        return end(Signal.of(result));
    }

    /** Gives it back if nothing was told. */
    public void close() {
        end(Signal.NOTHING);
    }

    @Override
    public <R> R fold(Function<Pass, R> pass, Function<Shut, R> shut) {
        return pass.apply(this);
    }

    private boolean end(Signal signal) {
        if (over) {
            return false;
        }
        over = true;
        return tell.test(signal);
    }
}
