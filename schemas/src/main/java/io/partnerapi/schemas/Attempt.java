package io.partnerapi.schemas;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a command on the wire.
 *
 * @param at when it was written
 * @param tookMillis milliseconds until the answer or the failure
 * @param status HTTP status of the answer, also of one of which the rest did not come; null when there was none
 * @param error what failed; null when there was a whole answer
 */
public record Attempt(
        Instant at,
        long tookMillis,
        @Nullable Integer status,
        @Nullable String error) {}
