package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One window of the token quota as an answer of the token endpoint tells it.
 *
 * @param name the endpoint's name for it, such as {@code per_hour}
 * @param limit tokens in a whole window
 * @param remaining tokens left
 * @param reset from the answer until the window starts anew; null when not told
 */
public record QuotaBucket(
        String name, long limit, long remaining, @Nullable Duration reset) implements Serializable {}
