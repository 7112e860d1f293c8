package io.partnerapi.worker.pipeline;

import io.partnerapi.worker.intake.Taken;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the work: a client of its own and a {@link Dispatcher} on it. */
final class PipelineVerticle extends VerticleBase {
    private final Supplier<HttpClient> clients;
    private final Function<HttpClient, Dispatcher> dispatchers;
    private @Nullable HttpClient client;
    private @Nullable Dispatcher dispatcher;

    PipelineVerticle(Supplier<HttpClient> clients, Function<HttpClient, Dispatcher> dispatchers) {
        this.clients = clients;
        this.dispatchers = dispatchers;
    }

    @Override
    public Future<?> start() {
        client = clients.get();
        dispatcher = dispatchers.apply(client);
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

    @Override
    public Future<?> stop() {
        return client == null ? Future.succeededFuture() : client.close();
    }
}
