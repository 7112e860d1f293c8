package io.partnerapi.worker;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed when the worker ends, in reverse order; one part that fails does not keep the others open. */
final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private record Part(String name, AutoCloseable close) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    void add(String name, AutoCloseable close) {
        parts.push(new Part(name, close));
    }

    /** The future's result; blocks, so not for an event loop. */
    static <T extends @Nullable Object> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        for (Part part : parts) {
            LOG.debug("closing {}", part.name());
            try {
                part.close().close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", part.name(), e);
            }
        }
    }
}
