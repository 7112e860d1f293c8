package io.partnerapi.worker.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers' own compacted topic: what it held when this worker started, what it holds now, and a thread that writes what is
 * to be kept.
 *
 * <p>A value that the brokers do not take waits, the newest of each key, and is tried again until they do.
 */
public final class StateTopic implements AutoCloseable {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
    private static final int LONGEST_REQUEST_MILLIS = 5_000;
    private static final int LONGEST_SEND_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(StateTopic.class);

    private final Map<String, String> found;
    private final Supplier<Map<String, String>> reading;
    private final Producer<String, String> producer;
    private final String topic;
    private final LongSupplier nanoTime;
    private final Thread thread = new Thread(this::run, "state");
    private final Map<String, Pending> waiting = new LinkedHashMap<>();
    private final Map<String, List<Runnable>> told = new HashMap<>();
    private boolean closing;
    private boolean failing;

    /** What is to be written, until when; equal only to itself. */
    private static final class Pending {
        private final String value;
        private final long until;

        Pending(String value, long until) {
            this.value = value;
            this.until = until;
        }

        String value() {
            return value;
        }

        long until() {
            return until;
        }
    }

    /**
     * A value that is about to be written.
     *
     * @param told who waits for it, or for one that it has taken the place of
     */
    private record Writing(Pending pending, List<Runnable> told) {}

    /**
     * A topic that is not written to yet.
     *
     * @param found the values it held at the start, by their keys
     * @param reader tells what it holds now
     * @param producerProperties how to reach Kafka
     * @throws KafkaException if the properties are of no use to a producer
     */
    public StateTopic(
            Map<String, String> found,
            StateReader reader,
            Map<String, Object> producerProperties,
            String topic,
            String worker) {
        this(found, reader::readOnce, new KafkaProducer<>(ours(producerProperties, worker)), topic, System::nanoTime);
    }

    StateTopic(
            Map<String, String> found,
            Supplier<Map<String, String>> reading,
            Producer<String, String> producer,
            String topic,
            LongSupplier nanoTime) {
        this.found = Map.copyOf(found);
        this.reading = reading;
        this.producer = producer;
        this.topic = topic;
        this.nanoTime = nanoTime;
        thread.setDaemon(true);
    }

    private static Map<String, Object> ours(Map<String, Object> given, String worker) {
        Map<String, Object> properties = new HashMap<>(given);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, worker + "-state");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_REQUEST_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_REQUEST_MILLIS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LONGEST_SEND_MILLIS);
        return properties;
    }

    /** Begins to write. */
    public void start() {
        thread.start();
    }

    /**
     * What it holds now, whoever kept it, by the keys; blocks its caller while the brokers tell.
     *
     * @throws KafkaException if they do not
     */
    public Map<String, String> now() {
        return reading.get();
    }

    /** The value of this key. */
    public KeptValue value(String key) {
        Optional<String> atStart = Optional.ofNullable(found.get(key));
        return new KeptValue() {
            @Override
            public Optional<String> found() {
                return atStart;
            }

            @Override
            public Optional<String> now() {
                return Optional.ofNullable(StateTopic.this.now().get(key));
            }

            @Override
            public void keep(String value, Duration validFor, Runnable kept) {
                put(key, value, validFor, kept);
            }
        };
    }

    /** Writes what waits, for at most {@link #LONGEST_CLOSE}; blocks its caller. */
    @Override
    public void close() {
        long end = nanoTime.getAsLong() + LONGEST_CLOSE.toNanos();
        try {
            stop();
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        producer.close(Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong())));
    }

    private synchronized void put(String key, String value, Duration validFor, Runnable kept) {
        long until = nanoTime.getAsLong() + validFor.toNanos();
        waiting.put(key, new Pending(value, until));
        told.computeIfAbsent(key, k -> new ArrayList<>()).add(kept);
        notifyAll();
    }

    private synchronized void stop() {
        closing = true;
        notifyAll();
    }

    private void run() {
        try {
            for (List<String> keys = next(); !keys.isEmpty(); keys = next()) {
                write(keys);
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The keys of the values that wait, as soon as there are any; none when all is written and none will follow. */
    private synchronized List<String> next() throws InterruptedException {
        while (waiting.isEmpty() && !closing) {
            wait();
        }
        return List.copyOf(waiting.keySet());
    }

    /** All of them in one round trip: none waits for the others. */
    private void write(List<String> keys) throws InterruptedException {
        Map<String, Writing> writings = new LinkedHashMap<>();
        Map<String, Future<?>> sent = new HashMap<>();
        for (String key : keys) {
            Writing writing = writing(key);
            if (nanoTime.getAsLong() - writing.pending().until() > 0) {
                dropped(key, writing);
            } else {
                writings.put(key, writing);
                sent.put(key, send(key, writing.pending().value()));
            }
        }
        boolean allTaken = true;
        for (Map.Entry<String, Writing> each : writings.entrySet()) {
            allTaken &= taken(each.getKey(), each.getValue(), Objects.requireNonNull(sent.get(each.getKey())));
        }
        if (!allTaken) {
            pause();
        }
    }

    private Future<?> send(String key, String value) {
        try {
            return producer.send(new ProducerRecord<>(topic, key, value));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean taken(String key, Writing writing, Future<?> sent) throws InterruptedException {
        try {
            sent.get();
            written(key, writing.pending());
            writing.told().forEach(StateTopic::tell);
            return true;
        } catch (ExecutionException e) {
            failed(key, writing, e.getCause() == null ? e : e.getCause());
            return false;
        }
    }

    private static void tell(Runnable kept) {
        try {
            kept.run();
        } catch (RuntimeException e) {
            LOG.error("What was to be done after the state was kept met a bug", e);
        }
    }

    /** The value and those who wait for it at one moment: who comes later waits for a value that takes its place. */
    private synchronized Writing writing(String key) {
        Pending pending = Objects.requireNonNull(waiting.get(key));
        List<Runnable> all = told.remove(key);
        return new Writing(pending, all == null ? List.of() : all);
    }

    /** It would take the place of what others have written since. */
    private synchronized void dropped(String key, Writing writing) {
        if (!waiting.remove(key, writing.pending())) {
            toldLater(key, writing);
        }
    }

    /** Who waited for this value is told when it, or the one that has taken its place, is written. */
    private synchronized void toldLater(String key, Writing writing) {
        told.computeIfAbsent(key, k -> new ArrayList<>()).addAll(0, writing.told());
    }

    /** A newer value may have taken its place meanwhile. */
    private synchronized void written(String key, Pending pending) {
        waiting.remove(key, pending);
        if (failing) {
            LOG.info("Topic {} takes the workers' state again", topic);
        }
        failing = false;
    }

    private synchronized void failed(String key, Writing writing, Throwable cause) {
        toldLater(key, writing);
        if (!failing) {
            LOG.warn(
                    "Topic {} does not take the workers' state; it is tried again, and forgotten if all of them end"
                            + " before: {}",
                    topic,
                    cause.toString());
        }
        failing = true;
    }

    private synchronized void pause() throws InterruptedException {
        wait(RETRY_MILLIS);
    }
}
