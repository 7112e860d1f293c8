package io.partnerapi.worker.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Where a result goes.
 *
 * @param partition one that exists, or null: the key decides
 */
public record Address(String topic, @Nullable Integer partition) {}
