package io.partnerapi.worker.pipeline;

import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a pass of a command through the pipeline ended.
 *
 * @param again when to pass it again; null: it has left the pipeline
 * @param settled succeeds once a record that has left the pipeline needs no memory any more
 */
record Progress(@Nullable Duration again, Future<?> settled) {
    /** It is settled, or left to the next owner of its partition. */
    static final Progress DONE = new Progress(null, Future.succeededFuture());

    static Progress again(Duration after) {
        return new Progress(after, Future.succeededFuture());
    }

    /** Nothing waits for it any more but its own record. */
    static Progress left(Future<?> settled) {
        return new Progress(null, settled);
    }
}
