package io.partnerapi.worker.intake;

import io.partnerapi.worker.settle.AssignedPartition;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

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
        Instant at) {
    /** Objects that stand for a record and for each of its headers, in bytes of heap. */
    private static final int OF_A_RECORD = 1_000;

    private static final int OF_A_HEADER = 100;

    /** Bytes of heap that it takes while it is held. */
    long heap() {
        long bytes = OF_A_RECORD + length(record.key()) + length(record.value());
        // Read once, a header lets go of what a broker sent it in, which may be a whole fetch.
        for (Header header : record.headers()) {
            bytes += OF_A_HEADER + header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
