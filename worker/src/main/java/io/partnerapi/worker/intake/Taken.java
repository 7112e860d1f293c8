package io.partnerapi.worker.intake;

import io.partnerapi.worker.settle.AssignedPartition;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of a command topic that this worker has taken on.
 *
 * @param partition the assignment under which it was taken; what it settles with
 * @param startedBefore a former owner may have put it on the wire and left no answer, or a damaged ledger
 *     cannot exclude it: it is called only if repeating it is safe
 * @param priority of its topic; lower goes first
 * @param at when it was taken
 */
public record Taken(
        ConsumerRecord<byte[], byte[]> record,
        AssignedPartition partition,
        boolean startedBefore,
        int priority,
        Instant at) {}
