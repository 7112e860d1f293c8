package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.call.PartnerCaller;
import io.partnerapi.worker.intake.Taken;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the work: a {@link PartnerCaller} of its own and a {@link Dispatcher} on it. */
final class PipelineVerticle extends VerticleBase {
    private final Supplier<PartnerCaller> callers;
    private final Function<PartnerCaller, Dispatcher> dispatchers;
    private @Nullable PartnerCaller caller;
    private @Nullable Dispatcher dispatcher;

    PipelineVerticle(Supplier<PartnerCaller> callers, Function<PartnerCaller, Dispatcher> dispatchers) {
        this.callers = callers;
        this.dispatchers = dispatchers;
    }

    @Override
    public Future<?> start() {
        caller = callers.get();
        dispatcher = dispatchers.apply(caller);
        return Future.succeededFuture();
    }

    /** Hands a record to this verticle's event loop; any thread. */
    void accept(Taken taken) {
        context.runOnContext(loop -> {
            if (dispatcher != null) {
                dispatcher.accept(taken);
            }
        });
    }

    /** Where all commands stand that are held; any thread. */
    Future<List<CommandView>> commands(Instant now) {
        return Future.future(found -> context.runOnContext(
                loop -> found.complete(dispatcher == null ? List.of() : dispatcher.commands(now))));
    }

    /** Gives up the calls that are on the wire; any thread. */
    void giveUpCalls() {
        context.runOnContext(loop -> {
            if (caller != null) {
                caller.giveUpAll();
            }
        });
    }

    @Override
    public Future<?> stop() {
        return caller == null ? Future.succeededFuture() : caller.close();
    }
}
