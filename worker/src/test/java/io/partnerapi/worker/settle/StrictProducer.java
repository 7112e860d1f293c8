package io.partnerapi.worker.settle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that fails records of the value "large" as a broker would, so that the transaction cannot be committed. */
final class StrictProducer extends MockProducer<byte[], byte[]> {
    StrictProducer() {
        super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (new String(record.value()).equals("large")) {
            RecordTooLargeException refused = new RecordTooLargeException("too large");
            callback.onCompletion(null, refused);
            commitTransactionException = new KafkaException(refused);
            return CompletableFuture.failedFuture(refused);
        }
        return super.send(record, callback);
    }

    @Override
    public void abortTransaction() {
        super.abortTransaction();
        if (commitTransactionException != null
                && commitTransactionException.getCause() instanceof RecordTooLargeException) {
            commitTransactionException = null;
        }
    }
}
