package io.partnerapi.worker.token;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/** Takes the beginning of an answer's body and lets the rest go by, so that no answer can fill the memory. */
final class BoundedBody implements BodyStream<String> {

    static final int MOST_BYTES = 64 * 1024;

    private final Promise<String> result = Promise.promise();
    private final Buffer body = Buffer.buffer();

    @Override
    public Future<String> result() {
        return result.future();
    }

    @Override
    public Future<Void> write(Buffer part) {
        int room = MOST_BYTES - body.length();
        body.appendBuffer(part, 0, Math.min(room, part.length()));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        result.tryComplete(body.toString());
        return Future.succeededFuture();
    }

    @Override
    public void handle(Throwable failure) {
        result.tryFail(failure);
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public BoundedBody setWriteQueueMaxSize(int size) {
        return this;
    }

    @Override
    public BoundedBody drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
