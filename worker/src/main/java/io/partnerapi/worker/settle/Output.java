package io.partnerapi.worker.settle;

import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.kafka.Address;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record that ends a command, and what can take its place where it cannot be published.
 *
 * @param smaller makes what is published instead, for the reason why the topic does not take this record; null: there is
 *     nothing smaller
 * @param elsewhere makes what is published to another topic instead, for the reason why this one takes no record at all;
 *     null: the record waits for its topic
 */
public record Output(
        ProducerRecord<byte[], byte[]> record,
        @Nullable Function<Reason, Output> smaller,
        @Nullable Function<Reason, Output> elsewhere) {

    Address address() {
        return new Address(record.topic(), record.partition());
    }
}
