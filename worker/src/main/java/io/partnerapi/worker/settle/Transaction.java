package io.partnerapi.worker.settle;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One transaction of some entries: what it publishes, what it commits for each partition, and which record was refused. */
final class Transaction {
    private final List<Entry> entries;
    private final Map<AssignedPartition, List<Entry>> steps;
    private final Map<AssignedPartition, OffsetAndMetadata> checkpoints = new HashMap<>();
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();

    Transaction(List<Entry> entries) {
        this.entries = entries;
        this.steps = entries.stream().collect(groupingBy(Entry::partition));
        steps.forEach((partition, own) -> checkpoints.put(partition, partition.checkpoint(own)));
    }

    /**
     * Hands everything to the producer. The offsets come before the records that {@code first} leaves out: once they are
     * taken, it is neither the brokers nor the membership that such a record fails for.
     */
    void send(Producer<byte[], byte[]> producer, ConsumerGroupMetadata as, Predicate<Entry> first) {
        producer.beginTransaction();
        entries.stream().filter(first).forEach(entry -> send(producer, entry));
        producer.sendOffsetsToTransaction(offsets(), as);
        entries.stream().filter(first.negate()).forEach(entry -> send(producer, entry));
    }

    private void send(Producer<byte[], byte[]> producer, Entry entry) {
        Output output = entry.output();
        if (output != null) {
            producer.send(output.record(), (metadata, e) -> {
                if (e != null) {
                    refusal.compareAndSet(null, new Refusal(entry, output.address(), e));
                }
            });
        }
    }

    /** What it commits. */
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        checkpoints.forEach((partition, checkpoint) -> offsets.put(partition.id(), checkpoint));
        return offsets;
    }

    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal.get());
    }

    /** Notes that it is committed, and answers the entries. */
    void committed() {
        checkpoints.forEach(
                (partition, checkpoint) -> partition.committed(requireNonNull(steps.get(partition)), checkpoint));
        entries.forEach(entry -> entry.settled().complete(Settled.COMMITTED));
    }
}
