package io.partnerapi.sandbox.evidence;

import org.jspecify.annotations.Nullable;

/**
 * A result or dead letter as a {@code read_committed} consumer saw it.
 *
 * @param how how the command ended
 * @param id the command's id as the result says it; null on a dead letter
 * @param key the record's key; null for none
 * @param source which command record it answers
 * @param at where it lies on its topic
 * @param nanos when it was seen, on the monotonic clock
 * @param worker who wrote it; null on a dead letter
 */
public record Ending(
        How how,
        @Nullable String id,
        @Nullable String key,
        Position source,
        Position at,
        long nanos,
        @Nullable String worker) {}
