package io.partnerapi.worker.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionTimeoutException;

/** Which brokers coordinate the workers' group and transactions. Safe from any thread. */
final class Coordinators implements AutoCloseable {
    private static final String GROUP = "partner-worker";
    private static final List<String> TOPICS = List.of("__consumer_offsets", "__transaction_state");

    /** Brokers that were just killed or started may take long on a small machine. */
    private static final String ANSWER_MILLIS = "30000";
    /** Whoever asks has stopped a worker for it. */
    private static final int ANSWER_AT_ONCE_MILLIS = 3_000;

    private final Admin admin;

    Coordinators(String bootstrapServers) {
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS));
    }

    /** Node id of the broker that coordinates the group. */
    int ofGroup() {
        return get(admin.describeConsumerGroups(List.of(GROUP))
                        .describedGroups()
                        .get(GROUP))
                .coordinator()
                .id();
    }

    /** Node id of the broker that coordinates a worker's transactions. */
    int ofTransactionsOf(String worker) {
        return get(admin.describeTransactions(List.of(idOf(worker))).description(idOf(worker)))
                .coordinatorId();
    }

    /** Whether a worker has begun a transaction and not ended it; no if the brokers cannot say. */
    boolean haveOpenTransactionOf(String worker) {
        try {
            DescribeTransactionsOptions soon = new DescribeTransactionsOptions().timeoutMs(ANSWER_AT_ONCE_MILLIS);
            return get(admin.describeTransactions(List.of(idOf(worker)), soon).description(idOf(worker)))
                            .state()
                    == TransactionState.ONGOING;
        } catch (IllegalStateException away) {
            return false;
        }
    }

    /** Makes the next replica of each partition that coordinates something its leader. */
    void move() {
        Map<TopicPartition, Optional<NewPartitionReassignment>> rotated = new HashMap<>();
        for (TopicDescription topic :
                get(admin.describeTopics(TOPICS).allTopicNames()).values()) {
            topic.partitions().forEach(info -> {
                List<Integer> replicas =
                        new ArrayList<>(info.replicas().stream().map(Node::id).toList());
                replicas.add(replicas.remove(0));
                rotated.put(
                        new TopicPartition(topic.name(), info.partition()),
                        Optional.of(new NewPartitionReassignment(replicas)));
            });
        }
        get(admin.alterPartitionReassignments(rotated).all());
        get(admin.electLeaders(ElectionType.PREFERRED, rotated.keySet()).partitions());
    }

    /**
     * Deletes what the group has committed, as soon as it has no members; answers whether that came within the limit.
     */
    boolean forgetGroup(Duration limit) {
        try {
            await().atMost(limit).ignoreExceptions().until(() -> {
                get(admin.deleteConsumerGroups(List.of(GROUP)).all());
                return true;
            });
            return true;
        } catch (ConditionTimeoutException stillInUse) {
            return false;
        }
    }

    @Override
    public void close() {
        admin.close();
    }

    private static String idOf(String worker) {
        return GROUP + "-" + worker;
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the brokers did not say", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the brokers were asked", e);
        }
    }
}
