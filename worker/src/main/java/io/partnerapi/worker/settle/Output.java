package io.partnerapi.worker.settle;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The record that ends a command.
 *
 * @param record what to publish
 * @param substitute what to publish if a broker finds {@code record} too large; small enough for any topic
 */
public record Output(ProducerRecord<byte[], byte[]> record, ProducerRecord<byte[], byte[]> substitute) {
    Output reduced() {
        return new Output(substitute, substitute);
    }

    boolean reducible() {
        return record != substitute;
    }
}
