package io.partnerapi.worker.breaker;

import java.time.Duration;
import java.util.function.Function;

/** Whether a target may be called now. */
public sealed interface Entrance permits Pass, Entrance.Shut {

    /** The result of the one function that fits. */
    <R> R fold(Function<Pass, R> pass, Function<Shut, R> shut);

    /** It may not: ask again after this long. */
    record Shut(Duration retryAfter) implements Entrance {
        @Override
        public <R> R fold(Function<Pass, R> pass, Function<Shut, R> shut) {
            return shut.apply(this);
        }
    }
}
