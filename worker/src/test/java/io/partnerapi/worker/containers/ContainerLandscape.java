package io.partnerapi.worker.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.evidence.Load;
import io.partnerapi.sandbox.evidence.Observer;
import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sender;
import io.partnerapi.sandbox.evidence.Sent;
import io.partnerapi.sandbox.guarantee.Finding;
import io.partnerapi.sandbox.guarantee.Guarantee;
import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.model.Population;
import io.partnerapi.sandbox.process.FreePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;

/** A broker, a partner API and workers in containers of one network, and everything that was sent through them. */
final class ContainerLandscape implements AutoCloseable {
    static final String COMMANDS = "partner.commands";
    static final int EXPECTED_WORKERS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int KAFKA_PORT = 9092;
    private static final int KAFKA_STOP_SECONDS = 5;
    private static final String RESULTS = "partner.results";
    private static final String DEAD_LETTERS = "partner.dead-letters";

    private final Network network = Network.newNetwork();
    private final String trustVolume = "trust-" + UUID.randomUUID();
    private final Future<String> workerImage = Images.worker();
    private final int kafkaPort = FreePorts.one();
    private final KafkaContainer kafka = kafka(network, kafkaPort);
    private final List<WorkerContainer> workers = new ArrayList<>();
    private final Load load = new Load(1, Population.STANDARD);
    private final List<Sent> sent = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private @Nullable Observer observer;

    final SandboxContainer partner = new SandboxContainer(Images.sandbox(), network, trustVolume);

    /** The port stays the same when the container is started again. */
    private static KafkaContainer kafka(Network network, int port) {
        return new KafkaContainer(Images.KAFKA)
                .withNetwork(network)
                .withListener("kafka:19092")
                .withEnv("KAFKA_NUM_PARTITIONS", "12")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withPortBindings(new PortBinding(
                                Ports.Binding.bindIpAndPort("127.0.0.1", port), new ExposedPort(KAFKA_PORT))));
    }

    void start() {
        start(List.of(kafka, partner));
        scale(EXPECTED_WORKERS);
        observer = newObserver().start();
    }

    /** So many workers, ready: starts what is missing, and asks those that are too many to end. */
    List<WorkerContainer> scale(int count) {
        while (workers.size() > count) {
            assertThat(workers.get(0).terminate()).as("exit code").isZero();
            forget(workers.get(0));
        }
        List<WorkerContainer> starting =
                Stream.generate(this::worker).limit(count - workers.size()).toList();
        workers.addAll(starting);
        start(starting);
        return List.copyOf(workers);
    }

    /** All at once; ends only when the last has started or failed, so that nothing is started behind {@link #close()}. */
    private static void start(List<? extends Startable> containers) {
        CompletableFuture.allOf(containers.stream().map(Startables::deepStart).toArray(CompletableFuture[]::new))
                .join();
    }

    /** Takes away a worker that has ended. */
    void forget(WorkerContainer worker) {
        workers.remove(worker);
        worker.stop();
    }

    void stopKafka() {
        kafka.getDockerClient()
                .stopContainerCmd(kafka.getContainerId())
                .withTimeout(KAFKA_STOP_SECONDS)
                .exec();
    }

    void startKafkaAgain() {
        kafka.getDockerClient().startContainerCmd(kafka.getContainerId()).exec();
    }

    /** The next commands of the load. */
    void send(int count) {
        try (Sender sender = new Sender(bootstrapServers(), COMMANDS, System::nanoTime)) {
            sent.addAll(sender.send(load.next(count)));
        }
    }

    /** The next command of the load, compressed by this codec of Kafka. */
    void sendCompressed(String codec) {
        Planned planned = load.next(1).get(0);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers(), "compression.type", codec),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            long nanos = System.nanoTime();
            RecordMetadata taken = producer.send(new ProducerRecord<>(COMMANDS, bytes(planned.key()), planned.value()))
                    .get();
            sent.add(new Sent(planned, new Position(taken.topic(), taken.partition(), taken.offset()), nanos));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the broker did not take a command", e);
        }
    }

    private static byte @Nullable [] bytes(@Nullable String key) {
        return key == null ? null : key.getBytes(UTF_8);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** Something that can leave a call without an answer. */
    void disturb(String what, Runnable disturbance) {
        long from = System.nanoTime();
        disturbance.run();
        incidents.add(new Incident(what, from, System.nanoTime()));
    }

    /** Waits until this share of all that was sent has ended. */
    void awaitShare(double share) {
        await().atMost(LIMIT).until(() -> ended() >= share * sent.size());
    }

    void awaitAll() {
        assertThat(Objects.requireNonNull(observer).await(sent.size(), LIMIT, () -> true))
                .as("all %d commands have ended: %s", sent.size(), observer.counts())
                .isTrue();
    }

    int ended() {
        return Objects.requireNonNull(observer).counts().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Every breach of any guarantee since the start. */
    List<Finding> breaches() {
        try (Observer all = newObserver()) {
            all.finish(LIMIT);
            return Guarantee.breachesOfAny(new Evidence(
                            sent,
                            all.endings(),
                            all.unreadable(),
                            partner.ledger().calls(),
                            incidents))
                    .toList();
        }
    }

    @Override
    public void close() {
        if (observer != null) {
            observer.close();
        }
        workers.forEach(WorkerContainer::stop);
        partner.stop();
        kafka.stop();
        network.close();
        try {
            DockerClientFactory.lazyClient().removeVolumeCmd(trustVolume).exec();
        } catch (NotFoundException neverMade) {
            // The partner was not started.
        }
    }

    private Observer newObserver() {
        return new Observer(bootstrapServers(), RESULTS, DEAD_LETTERS, System::nanoTime);
    }

    private WorkerContainer worker() {
        return new WorkerContainer(
                workerImage,
                network,
                trustVolume,
                Map.ofEntries(
                        Map.entry("CLUSTER_EXPECTED_MEMBERS", Integer.toString(EXPECTED_WORKERS)),
                        Map.entry("KAFKA_BOOTSTRAP_SERVERS", "kafka:19092"),
                        Map.entry("TOPICS_CREATE", "true"),
                        Map.entry("BUDGET_CALLS", "0"),
                        Map.entry("PARTNER_BASE_URL", "https://partner-api:8443/api/"),
                        Map.entry("PARTNER_PCI_BASE_URL", "https://partner-api:8444/"),
                        Map.entry("PARTNER_TOKEN_URL", "https://partner-api:8443/oauth/token"),
                        Map.entry("PARTNER_TRUSTED_CERTIFICATES", "/partner/ca.pem"),
                        Map.entry("PARTNER_CLIENT_ID", Credentials.SANDBOX.clientId()),
                        Map.entry("PARTNER_CLIENT_SECRET", Credentials.SANDBOX.clientSecret())));
    }
}
