package io.partnerapi.worker.violations.decode;

import com.hazelcast.core.HazelcastInstance;
import io.partnerapi.worker.violations.admit.Admission;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Everything a class of the worker must not do. */
public final class DecodingManager {

    Admission otherStage(DecodingManager self) {
        return new Admission(self);
    }

    void consumes(Consumer<byte[], byte[]> consumer) {
        consumer.wakeup();
    }

    Producer<byte[], byte[]> produces() {
        return new KafkaProducer<>(Map.of());
    }

    void transacts(Producer<byte[], byte[]> producer) {
        producer.beginTransaction();
    }

    String meets(HazelcastInstance grid) {
        return grid.getName();
    }

    void sleeps() throws InterruptedException {
        Thread.sleep(1);
    }

    long looksAtTheWallClock() {
        return System.currentTimeMillis();
    }

    Instant looksAtTheTime() {
        return Instant.now();
    }

    Clock ownsAClock() {
        return Clock.systemUTC();
    }
}
