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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands for a record that the heap has no room for once it is uncompressed: its place and nothing of it.
 *
 * <p>The consumer reads a record into one array before anyone sees it, and skips one in the same way; so those behind it
 * in its batch cannot be read either, and each is passed over like it.
 */
final class UnreadRecord {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadRecord.class);
    /** How the consumer says, when it is polled again, at which partition it got stuck. */
    private static final String STUCK = "Received exception when fetching the next record from ";

    private UnreadRecord() {}

    /**
     * After a poll without enough heap: passes over the record that was to be read, and answers what stands for it.
     *
     * @throws OutOfMemoryError if it was not a record that takes so much
     */
    static ConsumerRecords<byte[], byte[]> passOver(Consumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(Duration.ZERO);
        } catch (KafkaException stuck) {
            TopicPartition id = consumer.assignment().stream()
                    .filter(assigned -> String.valueOf(stuck.getMessage()).startsWith(STUCK + assigned + "."))
                    .findFirst()
                    .orElseThrow(() -> stuck);
            long offset = consumer.position(id);
            LOG.error(
                    "{}@{} is passed over: uncompressed, it or one before it is larger than the free heap", id, offset);
            consumer.seek(id, offset + 1);
            return new ConsumerRecords<>(
                    Map.of(id, List.of(of(id, offset))), Map.of(id, new OffsetAndMetadata(offset + 1)));
        }
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
