package io.partnerapi.sandbox.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces planned commands as an application would. */
public final class Sender implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final LongSupplier nanoTime;

    public Sender(String bootstrapServers, String topic, LongSupplier nanoTime) {
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.topic = topic;
        this.nanoTime = nanoTime;
    }

    /**
     * Produces all of them at once, in order, and waits until the broker has them.
     *
     * @throws IllegalStateException if it does not take one
     */
    public List<Sent> send(List<Planned> load) {
        List<Future<RecordMetadata>> taken = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        for (Planned planned : load) {
            byte[] key = planned.key() == null ? null : planned.key().getBytes(UTF_8);
            nanos.add(nanoTime.getAsLong());
            taken.add(producer.send(new ProducerRecord<>(topic, key, planned.value())));
        }
        try {
            List<Sent> sent = new ArrayList<>();
            for (int i = 0; i < load.size(); i++) {
                RecordMetadata metadata = taken.get(i).get();
                sent.add(new Sent(
                        load.get(i), new Position(topic, metadata.partition(), metadata.offset()), nanos.get(i)));
            }
            return sent;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not take a command for " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while commands were produced", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
