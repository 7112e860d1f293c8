package io.partnerapi.sandbox.kafka;

import io.partnerapi.sandbox.process.Folders;
import io.partnerapi.sandbox.process.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One real Kafka broker (KRaft, broker and controller in one node) in this JVM, listening on 127.0.0.1 only. It is a
 * cluster of its own unless the settings' properties name other controllers.
 *
 * <p>It can be stopped and started again: the port and the data stay. Methods block and may be called from any thread.
 * Topics are not created by themselves, as on a broker that is run with care.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = new EmbeddedKafka().start()) {
 *     kafka.createTopic("commands", 12, Map.of());
 *     ... kafka.bootstrapServers() ...
 * }
 * }</pre>
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;
    private static final long ANSWER_SECONDS = 30;

    /**
     * What one small broker needs: no second replica to wait for, few internal partitions, little memory, and a short
     * session, so that a killed one may register again soon.
     */
    private static final Map<String, String> SINGLE_NODE = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("broker.session.timeout.ms", "6000"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"));

    private final BrokerSettings settings;
    private final int port;
    private final Path data;
    private @Nullable KafkaRaftServer server;

    /** A broker on a free port with temporary data; not started yet. */
    public EmbeddedKafka() {
        this(BrokerSettings.temporary());
    }

    /** A broker as the settings say; not started yet. */
    public EmbeddedKafka(BrokerSettings settings) {
        this.settings = settings;
        this.port = settings.port() == 0 ? FreePorts.one() : settings.port();
        this.data = settings.data() == null ? Folders.temporary("sandbox-kafka-") : settings.data();
    }

    /** The address for {@code bootstrap.servers}; the same before, between and after starts. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /**
     * Starts the broker, for the first time or again with its data, and returns when it takes requests.
     *
     * @throws IllegalStateException if it runs already, or its data folder cannot be formatted
     */
    public synchronized EmbeddedKafka start() {
        if (server != null) {
            throw new IllegalStateException("the broker at " + bootstrapServers() + " runs already");
        }
        QuietLogs.apply();
        Properties properties = properties();
        if (!Files.exists(data.resolve("log/meta.properties"))) {
            format(properties);
        }
        KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server = starting;
        starting.startup();
        return this;
    }

    /** Stops the broker in an orderly way and keeps its data; does nothing if it does not run. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /**
     * Creates a topic and returns when clients can use it.
     *
     * @param configs topic settings by Kafka's names, for example {@code cleanup.policy}
     * @throws IllegalStateException if it exists already or the broker refuses it
     */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configs);
        ask("create topic " + name, admin -> admin.createTopics(List.of(topic)).all());
        long start = System.nanoTime();
        while (!topics().contains(name)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(ANSWER_SECONDS)) {
                throw new IllegalStateException("the broker created topic " + name + " but does not show it");
            }
        }
    }

    /** Names of the topics, without the broker's internal ones. */
    public Set<String> topics() {
        return ask("list topics", admin -> admin.listTopics().names());
    }

    /** Stops the broker and deletes its data, unless the settings named a folder. */
    @Override
    public synchronized void close() {
        stop();
        if (settings.data() == null) {
            Folders.delete(data);
        }
    }

    private <T> T ask(String what, Function<Admin, KafkaFuture<T>> question) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            return question.apply(admin).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker at " + bootstrapServers() + " did not " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the broker could " + what, e);
        }
    }

    private void format(Properties properties) {
        try {
            Files.createDirectories(data);
            Path file = data.resolve("server.properties");
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            String[] command = {
                "format",
                "--ignore-formatted",
                "--cluster-id",
                settings.clusterId() == null ? Uuid.randomUuid().toString() : settings.clusterId(),
                "--config",
                file.toString()
            };
            if (StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
                throw new IllegalStateException(
                        "could not format " + data + " for the broker: " + said.toString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write to the broker's data folder " + data, e);
        }
    }

    private Properties properties() {
        int controllerPort = FreePorts.one();
        Map<String, String> values = new HashMap<>();
        values.put("process.roles", "broker,controller");
        values.put("node.id", String.valueOf(NODE));
        values.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        values.put("controller.listener.names", "CONTROLLER");
        values.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        values.put("log.dirs", data.resolve("log").toString());
        values.putAll(SINGLE_NODE);
        values.putAll(settings.properties());
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }
}
