package io.partnerapi.worker.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers every few seconds for what a consumer waits through in silence: command topics that are gone or may
 * not be read, partitions without a leader, and open transactions that keep records back. On a thread of its own.
 */
public final class PartitionWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 3_000;
    private static final Logger LOG = LoggerFactory.getLogger(PartitionWatch.class);

    private final Supplier<Admin> admins;
    private final Set<String> topics;
    private final Thread thread = new Thread(this::run, "partition-watch");
    private volatile Set<TopicPartition> owned = Set.of();
    private volatile List<PartitionFault> faults = List.of();
    /** Those that the last look found without a leader; the thread's alone. */
    private Set<TopicPartition> leaderless = Set.of();
    /** Where the last look found each partition kept back; the thread's alone. */
    private Map<TopicPartition, Long> keptBack = Map.of();

    /** @param topics those of the commands */
    public PartitionWatch(Supplier<Admin> admins, Set<String> topics) {
        this.admins = admins;
        this.topics = Set.copyOf(topics);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** The partitions that are this worker's to tell of from now on. */
    void owned(Set<TopicPartition> ids) {
        owned = ids;
    }

    /** What the last look found. */
    List<PartitionFault> faults() {
        return faults;
    }

    private void run() {
        try {
            while (true) {
                lookOn();
                pause();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOn() throws InterruptedException {
        try (Admin admin = admins.get()) {
            while (true) {
                look(admin);
                pause();
            }
        } catch (KafkaException unmade) {
            LOG.debug("no client can be made that asks the brokers: their names are not known just now", unmade);
        }
    }

    /** Of what brokers do not answer what was found last stays: that they do not is another's to tell. */
    private void look(Admin admin) throws InterruptedException {
        try {
            List<PartitionFault> found = new ArrayList<>();
            Set<TopicPartition> led = led(describe(admin, found), found);
            addOpenTransactions(admin, led, found);
            faults = List.copyOf(found);
        } catch (KafkaException e) {
            LOG.debug("the brokers do not tell of the command topics", e);
        }
    }

    private List<TopicDescription> describe(Admin admin, List<PartitionFault> found) throws InterruptedException {
        DescribeTopicsOptions withRights = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        List<TopicDescription> known = new ArrayList<>();
        for (var described :
                admin.describeTopics(topics, withRights).topicNameValues().entrySet()) {
            String topic = described.getKey();
            try {
                TopicDescription description = described.getValue().get();
                Set<AclOperation> may = description.authorizedOperations();
                if (may == null || may.contains(AclOperation.READ)) {
                    known.add(description);
                } else {
                    found.add(PartitionFault.unauthorized(topic));
                }
            } catch (ExecutionException e) {
                found.addAll(faults(topic, e.getCause() == null ? e : e.getCause()));
            }
        }
        return known;
    }

    private List<PartitionFault> faults(String topic, Throwable failure) {
        if (failure instanceof TopicAuthorizationException) {
            return List.of(PartitionFault.unauthorized(topic));
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            return List.of(PartitionFault.missing(topic));
        }
        LOG.debug("the brokers do not tell of topic {}", topic, failure);
        return faults.stream().filter(fault -> fault.topic().equals(topic)).toList();
    }

    /** Those of the owned partitions that have a leader to ask; one is told of that has none at two looks. */
    private Set<TopicPartition> led(List<TopicDescription> known, List<PartitionFault> found) {
        Set<TopicPartition> led = new HashSet<>();
        Set<TopicPartition> without = new HashSet<>();
        for (TopicDescription topic : known) {
            topic.partitions().forEach(partition -> {
                TopicPartition id = new TopicPartition(topic.name(), partition.partition());
                boolean hasLeader =
                        partition.leader() != null && !partition.leader().isEmpty();
                (hasLeader ? led : without).add(id);
            });
        }
        Set<String> told = known.stream().map(TopicDescription::name).collect(Collectors.toSet());
        leaderless.stream().filter(id -> !told.contains(id.topic())).forEach(without::add);
        without.stream()
                .filter(id -> told.contains(id.topic()))
                .filter(id -> owned.contains(id) && leaderless.contains(id))
                .forEach(id -> found.add(PartitionFault.withoutLeader(id)));
        leaderless = without;
        led.retainAll(owned);
        return led;
    }

    /** One that keeps records back at two looks, at the same offset: those that come and go are none of ours to tell. */
    private void addOpenTransactions(Admin admin, Set<TopicPartition> led, List<PartitionFault> found)
            throws InterruptedException {
        Map<TopicPartition, Long> stable = ends(admin, led, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> written = ends(admin, led, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> now = new HashMap<>();
        for (TopicPartition id : led) {
            Long from = stable.get(id);
            Long end = written.get(id);
            if (from == null || end == null) {
                Optional.ofNullable(keptBack.get(id)).ifPresent(last -> now.put(id, last));
                faults.stream()
                        .filter(fault -> fault.kind() == PartitionFault.Kind.OPEN_TRANSACTION)
                        .filter(fault ->
                                fault.topic().equals(id.topic()) && Objects.equals(fault.partition(), id.partition()))
                        .forEach(found::add);
            } else if (from < end) {
                now.put(id, from);
                if (keptBack.getOrDefault(id, -1L).equals(from)) {
                    found.add(PartitionFault.openTransaction(id, from, producer(admin, id, from)));
                }
            }
        }
        keptBack = now;
    }

    /** Where they end; one whose leader does not answer is left out. */
    private static Map<TopicPartition, Long> ends(Admin admin, Set<TopicPartition> ids, IsolationLevel level)
            throws InterruptedException {
        ListOffsetsResult told = admin.listOffsets(
                ids.stream().collect(Collectors.toMap(Function.identity(), id -> OffsetSpec.latest())),
                new ListOffsetsOptions(level));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition id : ids) {
            try {
                ends.put(id, told.partitionResult(id).get().offset());
            } catch (ExecutionException e) {
                LOG.debug("the broker that leads {} does not tell where it ends", id, e);
            }
        }
        return ends;
    }

    /** Who has begun a transaction there, as far as the brokers tell. */
    private static String producer(Admin admin, TopicPartition id, long from) throws InterruptedException {
        try {
            return admin.describeProducers(Set.of(id)).partitionResult(id).get().activeProducers().stream()
                    .filter(state -> state.currentTransactionStartOffset().orElse(-1) == from)
                    .findFirst()
                    .map(PartitionWatch::text)
                    .orElse("");
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("the brokers do not tell of the producers of {}", id, e);
            return "";
        }
    }

    private static String text(ProducerState state) {
        return " (producer id " + state.producerId() + ", epoch " + state.producerEpoch() + ", last record at "
                + Instant.ofEpochMilli(state.lastTimestamp()) + ")";
    }

    private synchronized void pause() throws InterruptedException {
        wait(EVERY_MILLIS);
    }
}
