package io.partnerapi.worker.breaker;

import io.partnerapi.worker.call.CallResult;
import java.util.function.Consumer;
import java.util.function.Function;

/** The right to make one call; what came of it is told once, or it is given back. Confined to its command's event loop. */
public final class Pass implements Entrance {
    private final boolean probe;
    private final Consumer<Signal> tell;
    private boolean over;

    Pass(boolean probe, Consumer<Signal> tell) {
        this.probe = probe;
        this.tell = tell;
    }

    /** Whether the call is to find out if the partner is back: its failure is then no fault of the command. */
    public boolean probe() {
        return probe;
    }

    /** Tells what came of the call. */
    public void tell(CallResult result) {
        end(Signal.of(result));
    }

    /** Gives it back if nothing was told. */
    public void close() {
        end(Signal.NOTHING);
    }

    @Override
    public <R> R fold(Function<Pass, R> pass, Function<Shut, R> shut) {
        return pass.apply(this);
    }

    private void end(Signal signal) {
        if (!over) {
            over = true;
            tell.accept(signal);
        }
    }
}
