package io.partnerapi.worker.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Load;
import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What senders can do to the workers, by mistake or on purpose. */
final class SenderTroubles {
    private static final String TOPIC = "partner.commands";
    private static final int IN_A_TRANSACTION = 20;
    /** Two bytes each on the wire, so that the record is near the broker's limit of 1 MiB. */
    private static final int EMPTY_HEADERS = 450_000;

    private static final int INFLATED_BYTES = 200 << 20;
    /** Longer than a sender hangs: it ends the transaction itself. */
    private static final int TRANSACTION_MILLIS = 120_000;

    private final String bootstrapServers;
    private final Load load;
    private final SideTopic side;
    private final Notes notes;
    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

    /** @param load of commands that nobody else sends */
    SenderTroubles(String bootstrapServers, Load load, SideTopic side, Notes notes) {
        this.bootstrapServers = bootstrapServers;
        this.load = load;
        this.side = side;
        this.notes = notes;
    }

    /** Begins a step; what is answered mends it. */
    Runnable begin(Step step) {
        notes.done(step);
        return switch (step.kind()) {
            case SENDER_ABORTS -> abort();
            case SENDER_HANGS -> hang();
            case POISON_HEADERS -> sendHeaders();
            case POISON_INFLATED -> sendInflated();
            case TOPIC_RECREATED -> side.recreate();
            default -> throw new IllegalArgumentException(step.kind() + " is not the senders'");
        };
    }

    /** What these senders have put on the command topic for good. */
    List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Commands that nobody may ever call, then as many that somebody must. */
    private Runnable abort() {
        try (Producer<byte[], byte[]> producer = transactional()) {
            producer.beginTransaction();
            send(producer, load.next(IN_A_TRANSACTION), List.of());
            producer.abortTransaction();
            producer.beginTransaction();
            commit(producer, send(producer, load.next(IN_A_TRANSACTION), List.of()));
        }
        return Troubles.NOTHING;
    }

    /** While its transaction is open, nothing that was sent later to the same partition can be read. */
    private Runnable hang() {
        Producer<byte[], byte[]> producer = transactional();
        producer.beginTransaction();
        long from = notes.now();
        List<Sent> open = send(producer, load.next(1), List.of());
        return () -> {
            try (producer) {
                commit(producer, open);
                open.forEach(command -> notes.heldBack(command.position().partition(), from));
            }
        };
    }

    private Runnable sendHeaders() {
        String id = "headers-" + UUID.randomUUID();
        byte[] value = "{\"id\":\"%s\",\"method\":\"GET\",\"path\":\"/cards/card-1\"}"
                .formatted(id)
                .getBytes(UTF_8);
        Header empty = new RecordHeader("", new byte[0]);
        return poison(
                new Planned(id, id, value, "headers", How.REFUSED, false),
                Collections.nCopies(EMPTY_HEADERS, empty),
                Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1 << 20));
    }

    private Runnable sendInflated() {
        String id = "inflated-" + UUID.randomUUID();
        // Without a key, since a record that nobody can read has none in its dead letter.
        return poison(
                new Planned(id, null, new byte[INFLATED_BYTES], "inflated", How.DEAD_LETTER, false),
                List.of(),
                Map.of(
                        ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * INFLATED_BYTES,
                        ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * INFLATED_BYTES));
    }

    private Runnable poison(Planned planned, List<Header> headers, Map<String, Object> settings) {
        try (Producer<byte[], byte[]> producer = producer(settings)) {
            for (Sent one : send(producer, List.of(planned), headers)) {
                // Its bytes are not needed any more, and are many.
                Planned light = new Planned(
                        planned.id(),
                        planned.key(),
                        new byte[0],
                        planned.kind(),
                        planned.expected(),
                        planned.repeatable());
                sent.add(new Sent(light, one.position(), one.nanos()));
            }
        }
        return Troubles.NOTHING;
    }

    private List<Sent> send(Producer<byte[], byte[]> producer, List<Planned> commands, List<Header> headers) {
        List<Future<RecordMetadata>> taken = commands.stream()
                .map(command -> producer.send(new ProducerRecord<>(
                        TOPIC,
                        null,
                        command.key() == null ? null : command.key().getBytes(UTF_8),
                        command.value(),
                        headers)))
                .toList();
        producer.flush();
        List<Sent> some = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            RecordMetadata at = get(taken.get(i));
            some.add(new Sent(commands.get(i), new Position(TOPIC, at.partition(), at.offset()), notes.now()));
        }
        return some;
    }

    /** Readers see them from now on. */
    private void commit(Producer<byte[], byte[]> producer, List<Sent> commands) {
        while (true) {
            try {
                producer.commitTransaction();
                commands.forEach(command -> sent.add(new Sent(command.planned(), command.position(), notes.now())));
                return;
            } catch (TimeoutException inDoubt) {
                // It may have happened: it must be asked for again, and nothing else.
            }
        }
    }

    private Producer<byte[], byte[]> transactional() {
        Producer<byte[], byte[]> producer = producer(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "sender-" + UUID.randomUUID(),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                TRANSACTION_MILLIS));
        producer.initTransactions();
        return producer;
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not take a command", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while commands were produced", e);
        }
    }
}
