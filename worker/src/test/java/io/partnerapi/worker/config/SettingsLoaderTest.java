package io.partnerapi.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partnerapi.worker.check.Problem;
import io.partnerapi.worker.token.ClientSecret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void theEnvironmentWinsOverTheFileAndTheFileOverThePreset() throws IOException {
        // Given
        Path file = file(Map.of(
                "partner.client-id", "id",
                "partner.environment", "production",
                "partner.audience", "from file",
                "worker.group", "from-file",
                "worker.in-flight", "7"));
        Map<String, String> environment =
                Map.of("PARTNER_CLIENT_SECRET", "s3cret", "WORKER_GROUP", "from-environment", "WORKER_IN_FLIGHT", " ");

        // When
        Settings settings = loader(environment).load(file);

        // Then
        assertThat(settings.worker().group()).isEqualTo("from-environment");
        assertThat(settings.worker().inFlight()).isEqualTo(7);
        assertThat(settings.token().audience()).isEqualTo("from file");
        assertThat(settings.partner().baseUrl()).isEqualTo(URI.create("https://partner-api.getpliant.com/api/"));
        assertThat(settings.partner().pciBaseUrl()).isEqualTo(URI.create("https://pci-api.getpliant.com/"));
        assertThat(settings.token().tokenUrl())
                .isEqualTo(URI.create("https://infinnityprodinternal.eu.auth0.com/oauth/token"));
    }

    @Test
    void valuesAreTakenAsTheyAreWithoutExpansion() {
        // Given
        String secret = "a${HOME}\\$b,%c";

        // When
        Settings settings = loader(Map.of("PARTNER_CLIENT_ID", "id", "PARTNER_CLIENT_SECRET", secret))
                .load(null);

        // Then
        assertThat(settings.token().secret()).isEqualTo(new ClientSecret.Inline(secret));
    }

    @Test
    void systemPropertiesSetNothing() {
        // Given
        System.setProperty("worker.group", "from-system-property");
        try {
            // When
            Settings settings = loader(credentials()).load(null);

            // Then
            assertThat(settings.worker().group()).isEqualTo("partner-worker");
        } finally {
            System.clearProperty("worker.group");
        }
    }

    @Test
    void variablesThatKubernetesSetsForServicesDoNoHarm() {
        // Given
        Map<String, String> environment = new HashMap<>(credentials());
        environment.putAll(Map.of(
                "KAFKA_PORT_9092_TCP", "tcp://10.0.0.1:9092",
                "KAFKA_PORT", "tcp://10.0.0.1:9092",
                "KAFKA_SERVICE_HOST", "10.0.0.1",
                "WORKER_SERVICE_HOST", "10.0.0.2",
                "WORKER_HTTP_PORT", "tcp://10.0.0.2:80",
                "CLUSTER_PORT", "tcp://10.0.0.3:5701",
                "CONFIG_ORDINAL", "no number"));

        // When
        Settings settings = loader(environment).load(null);

        // Then
        assertThat(settings).isEqualTo(loader(credentials()).load(null));
        assertThat(warnings).isEmpty();
    }

    @Test
    void aVariableThatIsProbablyMistypedIsDoubted() {
        // Given
        Map<String, String> environment = new HashMap<>(credentials());
        environment.put("BUDGET_CALS", "10");

        // When
        loader(environment).load(null);

        // Then
        assertThat(warnings).containsExactly("The variable BUDGET_CALS sets nothing. Did you mean BUDGET_CALLS?");
    }

    @Test
    void allProblemsAreToldAtOnceAndNoSecretIsShown() throws IOException {
        // Given
        Path file = file(Map.of(
                "partner.clientid", "typo-of-an-id",
                "partner.client-secret", "s3cret",
                "partner.client-secret-file", "/does/not/exist",
                "partner.base-url", "http://partner.example/",
                "budget.window", "5m",
                "budget.calls", "-1",
                "topics.results", "partner.commands",
                "kafka.group.id", "mine",
                "kafka.ssl.keystore.password", "k3ystore"));

        // When
        ConfigurationException refused = refused(Map.of("WORKER_IN_FLIGHT", "0"), file);

        // Then
        assertThat(refused.problems().stream().map(Problem::key))
                .containsExactlyInAnyOrder(
                        "partner.clientid",
                        "partner.client-id",
                        "partner.client-secret",
                        "partner.client-secret-file",
                        "partner.base-url",
                        "budget.window",
                        "budget.calls",
                        "topics.results",
                        "kafka.group.id",
                        "worker.in-flight");
        assertThat(refused.getMessage())
                .startsWith("10 settings are wrong:\n")
                .doesNotContain("s3cret", "k3ystore", "typo-of-an-id")
                .contains(
                        "\n  worker.in-flight = 0 (WORKER_IN_FLIGHT): must be from 1 to 10000. Choose a number in that range.")
                .contains("\n  budget.window = 5m (" + file + "): must be an ISO 8601 duration.");
    }

    @Test
    void theTextOfTheSettingsShowsNoSecret() {
        // Given
        Map<String, String> environment = new HashMap<>(credentials());
        environment.put("KAFKA_SASL_JAAS_CONFIG", "jaas password='k4fka'");

        // When
        Settings settings = loader(environment).load(null);

        // Then
        assertThat(settings.kafka().common()).containsEntry("sasl.jaas.config", "jaas password='k4fka'");
        assertThat(settings.toString()).doesNotContain("s3cret", "k4fka").contains("sasl.jaas.config");
    }

    private SettingsLoader loader(Map<String, String> environment) {
        return new SettingsLoader(environment, () -> "worker-fresh", warnings::add);
    }

    private ConfigurationException refused(Map<String, String> environment, Path file) {
        return assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> loader(environment).load(file))
                .actual();
    }

    private static Map<String, String> credentials() {
        return Map.of("PARTNER_CLIENT_ID", "id", "PARTNER_CLIENT_SECRET", "s3cret");
    }

    private Path existing(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path file(Map<String, String> settings) throws IOException {
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (key, value) -> lines.append(key).append('=').append(value).append('\n'));
        return existing("worker.properties", lines.toString());
    }
}
