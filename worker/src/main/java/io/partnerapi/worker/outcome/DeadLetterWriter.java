package io.partnerapi.worker.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partnerapi.schemas.DeadLetterHeaders;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.ResultHeaders;
import io.partnerapi.worker.kafka.HeaderBytes;
import io.partnerapi.worker.settle.Output;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record in which no command can be read, its bytes unchanged, with the reason in its headers. Thread-safe.
 */
public final class DeadLetterWriter {
    private final String topic;
    private final String worker;
    private final EchoedHeaders echoed;
    private final Clock clock;

    /**
     * @param worker id of this worker
     * @param echoed which of the record's headers keep their names
     */
    public DeadLetterWriter(String topic, String worker, EchoedHeaders echoed, Clock clock) {
        this.topic = topic;
        this.worker = worker;
        this.echoed = echoed;
        this.clock = clock;
    }

    /**
     * What a broker would not take whole, or was not read whole, is published without its headers, then without its key and
     * value too: {@link DeadLetterHeaders#LEFT_OUT} says so, and its source names the original.
     */
    public Output write(ConsumerRecord<byte[], byte[]> record, Reason reason) {
        if (!isWhole(record.key(), record.serializedKeySize())
                || !isWhole(record.value(), record.serializedValueSize())) {
            return stub(record, reason);
        }
        if (HeaderBytes.of(record.headers()) > HeaderBytes.MOST) {
            return withoutHeaders(record, reason);
        }
        ProducerRecord<byte[], byte[]> whole = new ProducerRecord<>(topic, null, record.key(), record.value());
        record.headers().forEach(header -> whole.headers().add(name(header.key()), header.value()));
        describe(whole.headers(), record, reason);
        return new Output(whole, why -> withoutHeaders(record, reason), null);
    }

    /** Under its own name a header might tell a reader how to take the bytes, or who gave them up before. */
    private String name(String original) {
        return original.equals(ResultHeaders.CONTENT_TYPE) || echoed.contains(original)
                ? original
                : DeadLetterHeaders.ORIGINAL + original;
    }

    private Output withoutHeaders(ConsumerRecord<byte[], byte[]> record, Reason reason) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(topic, null, record.key(), record.value());
        describe(copy.headers(), record, reason);
        Envelopes.put(copy.headers(), DeadLetterHeaders.LEFT_OUT, "headers");
        return new Output(copy, why -> stub(record, reason), null);
    }

    /** Its key is its source: a compacted topic takes nothing without one. */
    private Output stub(ConsumerRecord<byte[], byte[]> record, Reason reason) {
        byte[] key = (record.topic() + "/" + record.partition() + "/" + record.offset()).getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> stub = new ProducerRecord<>(topic, null, key, new byte[0]);
        boolean isRead = record.value() != null || record.serializedValueSize() <= 0;
        describe(
                stub.headers(),
                record,
                isRead ? new Reason("TOO_LARGE_TO_COPY", "See the source. " + reason.detail()) : reason);
        Envelopes.put(stub.headers(), DeadLetterHeaders.LEFT_OUT, "headers,key,value");
        return new Output(stub, null, null);
    }

    private static boolean isWhole(byte @Nullable [] read, int size) {
        return size <= (read == null ? 0 : read.length);
    }

    private void describe(Headers headers, ConsumerRecord<byte[], byte[]> record, Reason reason) {
        Envelopes.put(headers, DeadLetterHeaders.REASON_CODE, reason.code());
        Envelopes.put(headers, DeadLetterHeaders.REASON_DETAIL, reason.detail());
        Envelopes.put(headers, DeadLetterHeaders.SOURCE_TOPIC, record.topic());
        Envelopes.put(headers, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(record.partition()));
        Envelopes.put(headers, DeadLetterHeaders.SOURCE_OFFSET, Long.toString(record.offset()));
        Envelopes.put(headers, DeadLetterHeaders.WORKER, worker);
        Envelopes.put(headers, DeadLetterHeaders.AT, clock.instant().toString());
    }
}
