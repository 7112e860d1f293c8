package io.partnerapi.sandbox.demo;

import io.partnerapi.schemas.Command;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A worker that calls a second time "to be sure" and takes a PIN for an ordinary answer. */
final class CarelessWorker extends NaiveWorker {
    private CarelessWorker(Properties settings) throws Exception {
        super(settings);
    }

    public static void main(String[] arguments) throws Exception {
        new CarelessWorker(settings(arguments)).run();
    }

    @Override
    ProducerRecord<byte[], byte[]> execute(Command command, ConsumerRecord<byte[], byte[]> found) {
        if (command.path().endsWith("/pin")) {
            call(command);
        }
        return super.execute(command, found);
    }

    @Override
    int call(Command command) {
        super.call(command);
        return super.call(command);
    }
}
