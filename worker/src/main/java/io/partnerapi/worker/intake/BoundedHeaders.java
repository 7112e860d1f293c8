package io.partnerapi.worker.intake;

import io.partnerapi.worker.kafka.HeaderBytes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Keeps of a record's headers, if they are more than the contract allows, what an asker needs, and one that shows it: each is an object, also without bytes. */
final class BoundedHeaders {
    private BoundedHeaders() {}

    /** The record, with those only that tell an asker its answer if it has too many. */
    static ConsumerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record) {
        if (HeaderBytes.of(record.headers()) <= HeaderBytes.MOST) {
            return record;
        }
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                first(record.headers()),
                record.leaderEpoch());
    }

    private static Headers first(Headers all) {
        Headers first = new RecordHeaders();
        HeaderBytes.correlation(all).forEach(first::add);
        return first.add(new RecordHeader("", new byte[HeaderBytes.MOST]));
    }
}
