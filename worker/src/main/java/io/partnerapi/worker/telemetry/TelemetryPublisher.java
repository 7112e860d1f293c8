package io.partnerapi.worker.telemetry;

import io.partnerapi.schemas.Telemetry;
import io.partnerapi.schemas.TelemetryCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends telemetry to its topic from a thread of its own, since a Kafka producer may block its caller.
 *
 * <p>Telemetry never stops the work: while Kafka does not take it, the newest {@value #MOST_WAITING} records wait and the
 * oldest are lost, counted and said in the log.
 */
public final class TelemetryPublisher implements AutoCloseable {

    static final int MOST_WAITING = 1_000;
    static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private static final Duration LONGEST_SEND = Duration.ofSeconds(5);
    private static final int MOST_BUFFERED_BYTES = 4 << 20;
    private static final Duration LOOK_AROUND = Duration.ofMillis(200);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryPublisher.class);

    private final TelemetryCodec codec = new TelemetryCodec();
    private final BlockingQueue<Telemetry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder lost = new LongAdder();
    private final Thread thread = new Thread(this::run, "telemetry");
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final LongSupplier nanoTime;
    private @Nullable Producer<byte[], byte[]> producer;
    private volatile boolean closing;
    private volatile String lastFailure = "too many were waiting";
    private long warnedOf;
    private long warnedAt;

    /**
     * A publisher that is not started yet.
     *
     * @param producerProperties how to reach Kafka
     */
    public TelemetryPublisher(Map<String, Object> producerProperties, String topic, String workerId) {
        this(() -> new KafkaProducer<>(ours(producerProperties, workerId)), topic, System::nanoTime);
    }

    TelemetryPublisher(Supplier<Producer<byte[], byte[]>> producers, String topic, LongSupplier nanoTime) {
        this.producers = producers;
        this.topic = topic;
        this.nanoTime = nanoTime;
        this.warnedAt = nanoTime.getAsLong() - BETWEEN_WARNINGS.toNanos();
        thread.setDaemon(true);
    }

    private static Map<String, Object> ours(Map<String, Object> given, String workerId) {
        Map<String, Object> properties = new HashMap<>(given);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, workerId + "-telemetry");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_SEND.toMillis());
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MOST_BUFFERED_BYTES);
        return properties;
    }

    /**
     * Begins to send, what was published before too.
     *
     * @throws KafkaException if no producer can be made of the properties, or none yet since nobody knows the brokers' names
     */
    public void start() {
        producer = producers.get();
        thread.start();
    }

    /** Takes a record to send soon; never blocks, never throws, from any thread. */
    public void publish(Telemetry record) {
        if (closing) {
            lost.increment();
            return;
        }
        while (!waiting.offer(record)) {
            if (waiting.poll() != null) {
                lost.increment();
            }
        }
    }

    /** How many records were lost since the start. */
    public long lost() {
        return lost.sum();
    }

    /** Sends what waits, for at most {@link #LONGEST_CLOSE}; blocks its caller. */
    @Override
    public void close() {
        closing = true;
        long end = nanoTime.getAsLong() + LONGEST_CLOSE.toNanos();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        if (producer != null) {
            producer.close(Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong())));
        }
        lost.add(waiting.size());
        warnOfLosses();
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Telemetry record = waiting.poll(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS);
                if (record != null) {
                    send(record);
                }
                warnOfLossesInTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Telemetry record) {
        try {
            byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
            Objects.requireNonNull(producer)
                    .send(new ProducerRecord<>(topic, key, codec.encode(record)), (sent, failure) -> {
                        if (failure != null) {
                            lose(failure);
                        }
                    });
        } catch (KafkaException e) {
            lose(e);
        } catch (RuntimeException e) {
            lose(e);
            LOG.error(
                    "A telemetry record of type {} could not be written",
                    record.getClass().getSimpleName(),
                    e);
        }
    }

    private void lose(Exception failure) {
        lost.increment();
        lastFailure = String.valueOf(failure.getMessage());
    }

    private synchronized void warnOfLossesInTime() {
        if (nanoTime.getAsLong() - warnedAt >= BETWEEN_WARNINGS.toNanos()) {
            warnOfLosses();
        }
    }

    private synchronized void warnOfLosses() {
        long now = lost.sum();
        if (now > warnedOf) {
            LOG.warn(
                    "{} telemetry records for topic {} were lost so far, the last because: {}",
                    now,
                    topic,
                    lastFailure);
            warnedOf = now;
            warnedAt = nanoTime.getAsLong();
        }
    }
}
