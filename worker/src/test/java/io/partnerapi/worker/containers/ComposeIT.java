package io.partnerapi.worker.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.Load;
import io.partnerapi.sandbox.evidence.Observer;
import io.partnerapi.sandbox.evidence.Sender;
import io.partnerapi.sandbox.evidence.Sent;
import io.partnerapi.sandbox.guarantee.Guarantee;
import io.partnerapi.sandbox.partner.model.Population;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The compose file as README.md says to start it: with what is on this machine, and nothing set by hand. It listens on the
 * file's own ports. How soon it answers is printed, and asserted with {@code -Dcontainers.measured=true}.
 */
@NeedsContainers
class ComposeIT {
    private static final String KAFKA = "127.0.0.1:9092";
    private static final SandboxLedger PARTNER = new SandboxLedger(URI.create("http://127.0.0.1:8480"));
    private static final String GROUP = "partner-worker";
    private static final String COMMANDS = "partner.commands";
    private static final String RESULTS = "partner.results";
    private static final String DEAD_LETTERS = "partner.dead-letters";
    private static final int WORKERS = 3;
    private static final int PARTITIONS = 12;
    private static final Duration STARTED = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Compose compose = new Compose(Map.of());
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA));

    @BeforeEach
    void build() {
        compose.run("docker compose build");
    }

    @AfterEach
    void down() {
        admin.close();
        compose.close();
    }

    @Test
    void startsAClusterThatAnswers() throws Exception {
        // Given
        List<String> documented = Files.readAllLines(Path.of("..", "README.md"));
        assertThat(documented).contains("docker compose up -d", "docker compose down -v");

        // When
        long begin = System.nanoTime();
        compose.run("docker compose up -d");
        List<Sent> sent = send(60);
        awaitTopics();
        try (Observer observer = new Observer(KAFKA, RESULTS, DEAD_LETTERS, System::nanoTime).start()) {
            assertThat(observer.await(1, LIMIT, () -> true)).isTrue();
            Duration answered = Duration.ofNanos(observer.endings().get(0).nanos() - begin);
            assertThat(observer.await(sent.size(), LIMIT, () -> true)).isTrue();

            // Then
            System.out.printf("The first command was answered %.1f s after up%n", answered.toMillis() / 1e3);
            if (ContainersIT.MEASURED) {
                assertThat(answered).isLessThan(STARTED);
            }
            observer.finish(LIMIT);
            assertThat(Guarantee.breachesOfAny(
                            new Evidence(sent, observer.endings(), observer.unreadable(), PARTNER.calls(), List.of())))
                    .isEmpty();
        }
        theWorkersAreOneCluster();
    }

    private static List<Sent> send(int count) {
        try (Sender sender = new Sender(KAFKA, COMMANDS, System::nanoTime)) {
            return sender.send(new Load(1, Population.STANDARD).next(count));
        }
    }

    private void awaitTopics() {
        await().atMost(LIMIT)
                .until(() -> admin.listTopics().names().get().containsAll(Set.of(COMMANDS, RESULTS, DEAD_LETTERS)));
    }

    /** Each sees a majority of the three, which two clusters cannot; and each has its share of the partitions. */
    private void theWorkersAreOneCluster() {
        List<Container> workers = compose.containers("worker");
        assertThat(workers).hasSize(WORKERS);
        workers.forEach(worker -> await().atMost(LIMIT).until(() -> isReady(worker)));
        assertThat(PARTNER.tokenRequests()).isEqualTo(1);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(group().members())
                .hasSize(WORKERS)
                .allSatisfy(member ->
                        assertThat(member.assignment().topicPartitions()).hasSize(PARTITIONS / WORKERS)));
    }

    private ConsumerGroupDescription group() throws Exception {
        return admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
    }

    private static boolean isReady(Container worker) throws IOException {
        Integer port = Arrays.stream(worker.getPorts())
                .filter(each -> Integer.valueOf(8080).equals(each.getPrivatePort()))
                .map(ContainerPort::getPublicPort)
                .findFirst()
                .orElseThrow();
        URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
        return ((HttpURLConnection) ready.toURL().openConnection()).getResponseCode() == 200;
    }
}
