package io.partnerapi.worker.intake;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes of a key or a value no more than a byte beyond what the contract allows: the rest, of which a compressed record may
 * have hundreds of megabytes, would be refused and only take heap. The record still tells how long it was.
 *
 * @param most bytes that the contract allows
 */
record BoundedBytes(int most) implements Deserializer<byte[]> {
    @Override
    public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
    }

    @Override
    public byte @Nullable [] deserialize(String topic, @Nullable Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        try {
            byte[] bytes = new byte[Math.min(data.remaining(), most + 1)];
            data.duplicate().get(bytes);
            return bytes;
        } catch (OutOfMemoryError justFits) {
            // The consumer has gone on to the next record, and only for this exception it says from which.
            throw new SerializationException("no heap is left beside the whole record", justFits);
        }
    }
}
