package io.partnerapi.worker;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed when the worker ends, in reverse order; one part that fails does not keep the others open. */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private record Part(String name, AutoCloseable close) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /** @param close ends the part and waits, for a bounded time; throws if the part did not end as it should */
    void add(String name, AutoCloseable close) {
        parts.push(new Part(name, close));
    }

    /** Closes all; answers whether each ended as it should. */
    boolean close() {
        boolean clean = true;
        for (Part part : parts) {
            LOG.debug("closing {}", part.name());
            try {
                part.close().close();
            } catch (Exception e) {
                LOG.warn("{} did not end cleanly: {}", part.name(), e.toString());
                clean = false;
            }
        }
        return clean;
    }

    /** The future's result; blocks, so not for an event loop. */
    static <T extends @Nullable Object> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /** Waits until it is done, but no longer than this. */
    static void await(Future<?> future, Duration limit) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @throws TimeoutException unless it was done in time */
    static void inTime(boolean done, String otherwise) throws TimeoutException {
        if (!done) {
            throw new TimeoutException(otherwise);
        }
    }
}
