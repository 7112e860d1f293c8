package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told when a worker cannot start or cannot work yet. */
class StartIT {
    private static final Duration EXIT_LIMIT = Landscape.LIMIT;

    private static Landscape landscape;

    @BeforeAll
    static void start(@TempDir Path folder) {
        landscape = new Landscape(folder, Rules::withoutLatency);
    }

    @AfterAll
    static void stop() {
        landscape.close();
    }

    @Test
    void badSettingsAreNamedAllAtOnceAndTheExitCodeIs2() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.put("partner.base-url", "http://partner.example/api");
        settings.put("budget.calls", "many");
        settings.put("partner.clientid", "x");

        // When
        WorkerProcess worker = landscape.start(settings);

        // Then
        assertThat(worker.awaitExit(EXIT_LIMIT)).isEqualTo(2);
        assertThat(landscape.log(worker))
                .contains("partner.base-url", "https")
                .contains("budget.calls")
                .contains("partner.clientid", "partner.client-id");
    }

    @Test
    void aMissingTopicIsNamedAndTheExitCodeIs1() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.put("topics.results", "no.such.topic");

        // When
        WorkerProcess worker = landscape.start(settings);

        // Then
        assertThat(worker.awaitExit(EXIT_LIMIT)).isEqualTo(1);
        assertThat(landscape.log(worker))
                .contains("topics.results = no.such.topic: is a topic that does not exist")
                .contains("topics.create=true");
    }

    @Test
    void aMissingTopicOfCommandsKeepsNoCommandsOfOthersBack() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.put("topics.commands", "partner.commands,missing.commands");
        WorkerProcess worker = landscape.start(settings);
        landscape.send(null, "{\"id\":\"beside\",\"method\":\"GET\",\"path\":\"/cards\"}");
        landscape.result("beside");
        awaitReadiness(worker, "missing.commands");

        // When
        landscape.kafka.createTopic("missing.commands", 1, Map.of());

        // Then
        landscape.sendTo("missing.commands", null, "{\"id\":\"made\",\"method\":\"GET\",\"path\":\"/cards\"}");
        assertThat(landscape.result("made").status()).isEqualTo(200);
        worker.awaitReady(Landscape.LIMIT);
    }

    @Test
    void missingTopicsAreCreatedIfThatIsAllowed() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.put("topics.commands", "partner.commands,made.commands");
        settings.put("topics.quota", "made.quota");
        settings.put("topics.state", "made.state");
        settings.put("topics.create", "true");

        // When
        WorkerProcess worker = landscape.start(settings);

        // Then
        worker.awaitReady(Landscape.LIMIT);
        assertThat(landscape.log(worker))
                .contains("created topic made.commands", "created topic made.quota", "created topic made.state")
                .contains("topic partner.commands takes compressed records of any length")
                .doesNotContain("topic made.commands takes compressed records of any length");
        worker.terminate();
        assertThat(worker.awaitExit(EXIT_LIMIT)).isZero();
    }

    @Test
    void anUnreachableBrokerIsWaitedForAndNamedInReadiness() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.put("kafka.bootstrap.servers", "127.0.0.1:" + FreePorts.one());

        // When
        WorkerProcess worker = landscape.start(settings);

        // Then
        awaitReadiness(worker, "\"kafka\"", "the brokers do not answer");
        worker.terminate();
        assertThat(worker.awaitExit(EXIT_LIMIT)).isZero();
    }

    @Test
    void stateTopicThatIsNotCompactedIsNamedInReadinessUntilItIs() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.put("topics.state", "plain.state");
        landscape.kafka.createTopic("plain.state", 1, Map.of());

        // When
        WorkerProcess worker = landscape.start(settings);

        // Then
        awaitReadiness(worker, "topics.state names plain.state", "cleanup.policy is delete", "to compact");
        setPolicy("plain.state", "compact,delete");
        awaitReadiness(worker, "cleanup.policy is compact,delete");
        setPolicy("plain.state", "compact");
        worker.awaitReady(Landscape.LIMIT);
        worker.terminate();
        assertThat(worker.awaitExit(EXIT_LIMIT)).isZero();
    }

    private static void setPolicy(String topic, String policy) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), OpType.SET);
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, landscape.kafka.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                    .all()
                    .get();
        }
    }

    @Test
    void aWrongSecretIsNamedInReadinessAndWorksOnceTheFileIsRight() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        Path secret = Path.of(settings.get("partner.client-secret-file")).resolveSibling("wrong-secret");
        Files.writeString(secret, "mistaken-7f3a");
        settings.put("partner.client-secret-file", secret.toString());

        // When
        WorkerProcess worker = landscape.start(settings);

        // Then
        awaitReadiness(worker, "\"token\"", "partner.client-secret");
        assertThat(landscape.log(worker)).doesNotContain("mistaken-7f3a");
        Files.writeString(secret, Credentials.SANDBOX.clientSecret());
        worker.awaitReady(Landscape.LIMIT);
        worker.terminate();
        assertThat(worker.awaitExit(EXIT_LIMIT)).isZero();
    }

    @Test
    void anUntrustedCertificateIsNamedInReadiness() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        settings.remove("partner.trusted-certificates");
        settings.put("topics.state", "untrusted.state");
        settings.put("topics.create", "true");

        // When
        WorkerProcess worker = landscape.start(settings);

        // Then
        awaitReadiness(worker, "\"token\"", "partner.trusted-certificates");
        worker.terminate();
        assertThat(worker.awaitExit(EXIT_LIMIT)).isZero();
    }

    private static void awaitReadiness(WorkerProcess worker, String... parts) {
        await().atMost(Landscape.LIMIT)
                .untilAsserted(() -> assertThat(Landscape.get(worker.http().resolve("/health/ready")))
                        .contains(parts));
    }
}
