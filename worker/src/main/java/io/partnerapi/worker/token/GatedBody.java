package io.partnerapi.worker.token;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that looks at a gate when it is first wanted: when there is a connection and nothing has been
 * written. If the gate is shut nothing ever is. Of one event loop.
 */
final class GatedBody implements ReadStream<Buffer> {

    private final Buffer content;
    private final BooleanSupplier gate;
    private Handler<Throwable> onFailure = failure -> {};
    private Handler<Buffer> onData = data -> {};
    private Handler<Void> onEnd = end -> {};
    private boolean given;
    private boolean withheld;

    /** @param gate whether the request may still be written */
    GatedBody(String content, BooleanSupplier gate) {
        this.content = Buffer.buffer(content);
        this.gate = gate;
    }

    int length() {
        return content.length();
    }

    /** Whether there was a connection to write it to. */
    boolean wanted() {
        return given;
    }

    /** Whether the gate was found shut. */
    boolean withheld() {
        return withheld;
    }

    @Override
    public GatedBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public GatedBody fetch(long amount) {
        if (given || amount == 0) {
            return this;
        }
        given = true;
        if (gate.getAsBoolean()) {
            onData.handle(content);
            onEnd.handle(null);
        } else {
            withheld = true;
            onFailure.handle(new IllegalStateException("too late to ask"));
        }
        return this;
    }

    @Override
    public GatedBody pause() {
        return this;
    }

    @Override
    public GatedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler == null ? failure -> {} : handler;
        return this;
    }

    @Override
    public GatedBody handler(@Nullable Handler<Buffer> handler) {
        onData = handler == null ? data -> {} : handler;
        return this;
    }

    @Override
    public GatedBody endHandler(@Nullable Handler<Void> handler) {
        onEnd = handler == null ? end -> {} : handler;
        return this;
    }
}
