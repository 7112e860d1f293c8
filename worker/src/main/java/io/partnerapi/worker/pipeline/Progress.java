package io.partnerapi.worker.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a pass of a command through the pipeline ended.
 *
 * @param again when to pass it again; null: it has left the pipeline
 */
record Progress(@Nullable Duration again) {
    /** It is settled, or left to the next owner of its partition. */
    static final Progress DONE = new Progress(null);

    static Progress again(Duration after) {
        return new Progress(after);
    }
}
