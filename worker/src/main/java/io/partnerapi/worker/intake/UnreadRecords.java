package io.partnerapi.worker.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that the heap has no room for once they are uncompressed: what stands for one is its place and nothing of it. Of
 * the poll thread.
 *
 * <p>The consumer reads a record into one array before anyone sees it, and skips one in the same way; so those behind it
 * in its batch cannot be read either, and each is passed over like it.
 */
final class UnreadRecords {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadRecords.class);
    /** How the consumer says, when it is polled again, at which partition it got stuck. */
    private static final String STUCK = "Received exception when fetching the next record from ";

    private @Nullable Place suspect;

    private record Place(TopicPartition id, long offset) {}

    /**
     * After a poll without enough heap: answers what stands for the record that was to be read, if the heap was too small
     * for it once before.
     *
     * @throws KafkaException if it may have been too small for the moment only: what was polled may be lost, and must be
     *     read anew from what is committed, with another consumer
     */
    ConsumerRecords<byte[], byte[]> passOver(Consumer<byte[], byte[]> consumer) {
        try {
            consumer.poll(Duration.ZERO);
        } catch (KafkaException stuck) {
            TopicPartition id = consumer.assignment().stream()
                    .filter(assigned -> String.valueOf(stuck.getMessage()).startsWith(STUCK + assigned + "."))
                    .findFirst()
                    .orElseThrow(() -> stuck);
            Place place = new Place(id, consumer.position(id));
            if (place.equals(suspect)) {
                return passOver(consumer, id, place.offset());
            }
            suspect = place;
        }
        throw new KafkaException("the heap has no room for what was polled; it is read once more");
    }

    /** Passes over this record, and answers what stands for it. */
    ConsumerRecords<byte[], byte[]> passOver(Consumer<byte[], byte[]> consumer, TopicPartition id, long offset) {
        LOG.error("{}@{} is passed over: uncompressed, it or one before it is larger than the free heap", id, offset);
        consumer.seek(id, offset + 1);
        suspect = new Place(id, offset + 1);
        return new ConsumerRecords<>(
                Map.of(id, List.of(of(id, offset))), Map.of(id, new OffsetAndMetadata(offset + 1)));
    }

    private static ConsumerRecord<byte[], byte[]> of(TopicPartition id, long offset) {
        return new ConsumerRecord<>(
                id.topic(),
                id.partition(),
                offset,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                ConsumerRecord.NULL_SIZE,
                Integer.MAX_VALUE,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }
}
