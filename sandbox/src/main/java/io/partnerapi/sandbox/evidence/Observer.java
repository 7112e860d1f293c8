package io.partnerapi.sandbox.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partnerapi.schemas.DeadLetterHeaders;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all results and dead letters, {@code read_committed} and from the beginning, on a thread of its own; its other
 * methods may be called from any thread.
 */
public final class Observer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long CHECK_MILLIS = 500;

    private final Consumer<byte[], byte[]> consumer;
    private final String deadLetters;
    private final LongSupplier nanoTime;
    private final ResultCodec codec = new ResultCodec();
    private final Thread thread = new Thread(this::watch, "observer");
    private final List<Ending> endings = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final Set<Ended> ended = new HashSet<>();
    private final Map<How, Integer> counts = new EnumMap<>(How.class);
    private volatile boolean stopping;

    /** A command record that has ended; a place alone is not enough where a topic was deleted and made anew. */
    private record Ended(Position source, @Nullable String id) {
        static Ended as(Sent sent) {
            Planned planned = sent.planned();
            return new Ended(sent.position(), planned.expected() == How.DEAD_LETTER ? null : planned.id());
        }
    }

    /** Watches two topics that exist. */
    public Observer(String bootstrapServers, String results, String deadLetters, LongSupplier nanoTime) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.deadLetters = deadLetters;
        this.nanoTime = nanoTime;
        List<TopicPartition> partitions = List.of(results, deadLetters).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Starts to watch. */
    public Observer start() {
        thread.start();
        return this;
    }

    /** How many endings were seen so far, by kind. */
    public synchronized Map<How, Integer> counts() {
        return new EnumMap<>(counts);
    }

    /** Everything seen so far, each topic partition's in the order of its offsets. */
    public synchronized List<Ending> endings() {
        return List.copyOf(endings);
    }

    /** Results and dead letters that break the contract, each with its place and problem. */
    public synchronized List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /**
     * Waits until so many different command records have ended.
     *
     * @param stall give up after this long without a new ending
     * @param goOn give up when this turns false
     * @return whether they have
     */
    public synchronized boolean await(int count, Duration stall, BooleanSupplier goOn) {
        return await(() -> ended.size() >= count, stall, goOn);
    }

    /** The same until each of these commands has ended. */
    public synchronized boolean await(Collection<Sent> commands, Duration stall, BooleanSupplier goOn) {
        Set<Ended> open = commands.stream().map(Ended::as).collect(Collectors.toSet());
        return await(
                () -> {
                    open.removeAll(ended);
                    return open.isEmpty();
                },
                stall,
                goOn);
    }

    private synchronized boolean await(BooleanSupplier done, Duration stall, BooleanSupplier goOn) {
        int before = -1;
        long since = nanoTime.getAsLong();
        while (!done.getAsBoolean()) {
            long now = nanoTime.getAsLong();
            if (ended.size() > before) {
                before = ended.size();
                since = now;
            }
            if (now - since > stall.toNanos() || !goOn.getAsBoolean()) {
                return false;
            }
            try {
                wait(CHECK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Stops to watch, then reads what is still there up to the end of both topics, for at most so long. */
    public void finish(Duration limit) {
        stop();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long start = nanoTime.getAsLong();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())
                && nanoTime.getAsLong() - start < limit.toNanos()) {
            poll();
        }
    }

    @Override
    public void close() {
        stop();
        consumer.close();
    }

    private void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!stopping) {
            poll();
        }
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
            add(found, nanoTime.getAsLong());
        }
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> found, long nanos) {
        if (found.topic().equals(deadLetters)) {
            deadLetter(found, nanos);
        } else {
            codec.decode(found.value())
                    .fold(result -> add(result(found, result, nanos)), bad -> breaks(found, bad.problem()));
        }
        notifyAll();
    }

    private static Ending result(ConsumerRecord<byte[], byte[]> found, Result result, long nanos) {
        Position source = new Position(
                result.source().topic(),
                result.source().partition(),
                result.source().offset());
        return new Ending(How.of(result.outcome()), result.id(), key(found), source, at(found), nanos, result.worker());
    }

    private void deadLetter(ConsumerRecord<byte[], byte[]> found, long nanos) {
        try {
            Position source = new Position(
                    header(found, DeadLetterHeaders.SOURCE_TOPIC),
                    Integer.parseInt(header(found, DeadLetterHeaders.SOURCE_PARTITION)),
                    Long.parseLong(header(found, DeadLetterHeaders.SOURCE_OFFSET)));
            add(new Ending(How.DEAD_LETTER, null, key(found), source, at(found), nanos, null));
        } catch (NumberFormatException e) {
            breaks(found, "its headers do not say which record it was: " + e.getMessage());
        }
    }

    private boolean add(Ending ending) {
        counts.merge(ending.how(), 1, Integer::sum);
        ended.add(new Ended(ending.source(), ending.id()));
        return endings.add(ending);
    }

    private boolean breaks(ConsumerRecord<byte[], byte[]> found, String problem) {
        return unreadable.add(at(found) + ": " + problem);
    }

    private static Position at(ConsumerRecord<byte[], byte[]> found) {
        return new Position(found.topic(), found.partition(), found.offset());
    }

    private static @Nullable String key(ConsumerRecord<byte[], byte[]> found) {
        return found.key() == null ? null : new String(found.key(), UTF_8);
    }

    private static String header(ConsumerRecord<byte[], byte[]> found, String name) {
        Header header = found.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
