package io.partnerapi.worker.pipeline;

import io.partnerapi.schemas.Target;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where one command stands.
 *
 * @param id its id; null where none can be read
 * @param key of its record as text; null if it has none
 * @param at its partition
 * @param offset its record there
 * @param target where it goes; null if it is not to be sent
 * @param stage what it waits for
 * @param since when it began to
 * @param before commands of its key that come first
 * @param notBefore when it is tried again, if it waits for that
 * @param deadline after which it is not sent, if it has one
 * @param attempts calls made for it
 */
public record CommandView(
        @Nullable String id,
        @Nullable String key,
        TopicPartition at,
        long offset,
        @Nullable Target target,
        Stage stage,
        Instant since,
        int before,
        @Nullable Instant notBefore,
        @Nullable Instant deadline,
        int attempts) {}
