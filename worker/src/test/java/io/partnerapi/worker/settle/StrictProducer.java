package io.partnerapi.worker.settle;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer that fails records of the value "large", and those to the topic "silent", as brokers would, so that the
 * transaction cannot be committed; one with the value "poison" cannot be committed without any record being named.
 */
final class StrictProducer extends MockProducer<byte[], byte[]> {
    private final Set<String> values = new HashSet<>();
    private Optional<KafkaException> refused = Optional.empty();
    int commitsUnanswered;

    StrictProducer() {
        super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        String value = new String(record.value());
        values.add(value);
        if (value.equals("large")) {
            return refuse(new RecordTooLargeException("too large"), callback);
        }
        if (record.topic().equals("silent")) {
            return refuse(new TimeoutException("expired"), callback);
        }
        return super.send(record, callback);
    }

    private Future<RecordMetadata> refuse(KafkaException why, Callback callback) {
        refused = refused.or(() -> Optional.of(why));
        callback.onCompletion(null, why);
        return CompletableFuture.failedFuture(why);
    }

    @Override
    public void commitTransaction() {
        if (commitsUnanswered > 0) {
            commitsUnanswered--;
            throw new TimeoutException("no answer");
        }
        if (refused.isPresent()) {
            throw new KafkaException("in an error state", refused.get());
        }
        if (values.contains("poison")) {
            throw new KafkaException("something is wrong");
        }
        super.commitTransaction();
        values.clear();
    }

    @Override
    public void abortTransaction() {
        super.abortTransaction();
        refused = Optional.empty();
        values.clear();
    }
}
