package io.partnerapi.sandbox.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * One Kafka cluster of one or more brokers, each a process of its own and a controller too; every partition of the
 * brokers' own topics lies on up to three of them.
 */
public final class BrokerCluster implements AutoCloseable {
    private static final int MOST_REPLICAS = 3;

    private final List<BrokerProcess> brokers;
    private final int replicas;

    /**
     * Brokers that are not started yet.
     *
     * @param sandbox the sandbox's program, {@code sandbox.jar}
     * @param java the {@code java} executable that runs it
     * @param folder keeps their data and logs
     * @param size how many
     * @param properties of each broker, by Kafka's names
     */
    public BrokerCluster(Path sandbox, Path java, Path folder, int size, Map<String, String> properties) {
        List<String> command =
                List.of(java.toString(), size == 1 ? "-Xmx1g" : "-Xmx256m", "-jar", sandbox.toString(), "kafka");
        List<Integer> ports = FreePorts.several(2 * size);
        List<Integer> controllers = ports.subList(size, 2 * size);
        String clusterId = Uuid.randomUuid().toString();
        this.replicas = Math.min(size, MOST_REPLICAS);
        List<BrokerProcess> all = new ArrayList<>();
        for (int node = 1; node <= size; node++) {
            int port = ports.get(node - 1);
            Map<String, String> own = member(node, port, controllers);
            own.putAll(properties);
            all.add(new BrokerProcess(command, port, folder, "broker-" + node, clusterId, own));
        }
        this.brokers = List.copyOf(all);
    }

    /** The addresses for {@code bootstrap.servers}; the same before, between and after starts. */
    public String bootstrapServers() {
        return brokers.stream().map(BrokerProcess::bootstrapServers).collect(Collectors.joining(","));
    }

    /** Starts all of them and returns when each takes requests. */
    public BrokerCluster start(Duration limit) {
        brokers.forEach(BrokerProcess::launch);
        brokers.forEach(broker -> broker.awaitReady(limit));
        return this;
    }

    /** The broker with this node id, from 1. */
    public BrokerProcess broker(int node) {
        return brokers.get(node - 1);
    }

    /** All of them, by node id. */
    public List<BrokerProcess> brokers() {
        return brokers;
    }

    /** On how many brokers a partition can lie. */
    public int replicas() {
        return replicas;
    }

    /** Kills those that still run. */
    @Override
    public void close() {
        brokers.forEach(BrokerProcess::close);
    }

    private Map<String, String> member(int node, int port, List<Integer> controllers) {
        String voters = IntStream.rangeClosed(1, controllers.size())
                .mapToObj(id -> id + "@127.0.0.1:" + controllers.get(id - 1))
                .collect(Collectors.joining(","));
        String inSync = String.valueOf(Math.max(1, replicas - 1));
        Map<String, String> values = new HashMap<>();
        values.put("node.id", String.valueOf(node));
        values.put("controller.quorum.voters", voters);
        values.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllers.get(node - 1)));
        values.put("default.replication.factor", String.valueOf(replicas));
        values.put("min.insync.replicas", inSync);
        values.put("offsets.topic.replication.factor", String.valueOf(replicas));
        values.put("transaction.state.log.replication.factor", String.valueOf(replicas));
        values.put("transaction.state.log.min.isr", inSync);
        return values;
    }
}
