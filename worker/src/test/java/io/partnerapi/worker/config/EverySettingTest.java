package io.partnerapi.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.budget.BudgetSettings;
import io.partnerapi.worker.call.PartnerSettings;
import io.partnerapi.worker.cluster.ClusterSettings;
import io.partnerapi.worker.kafka.CommandTopic;
import io.partnerapi.worker.kafka.KafkaSettings;
import io.partnerapi.worker.kafka.TopicSettings;
import io.partnerapi.worker.ops.LogFormat;
import io.partnerapi.worker.ops.OpsSettings;
import io.partnerapi.worker.outcome.EchoedHeaders;
import io.partnerapi.worker.pipeline.PipelineSettings;
import io.partnerapi.worker.timing.GivenTime;
import io.partnerapi.worker.timing.Timing;
import io.partnerapi.worker.token.ClientSecret;
import io.partnerapi.worker.token.TokenRequest;
import io.partnerapi.worker.token.TokenSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every setting: its default, and its way from a file and from the environment into the records. */
class EverySettingTest {

    private static final String CERTIFICATE = "/io/partnerapi/worker/config/authority.pem";

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void everySettingButTheCredentialsHasADefault() {
        // Given
        Map<String, String> environment = Map.of("PARTNER_CLIENT_ID", "id", "PARTNER_CLIENT_SECRET", "s3cret");

        // When
        Settings settings = loader(environment).load(null);

        // Then
        assertThat(settings)
                .isEqualTo(new Settings(
                        new KafkaSettings(Map.of("bootstrap.servers", "localhost:9092"), Map.of(), Map.of()),
                        new TopicSettings(
                                List.of(new CommandTopic("partner.commands", 0)),
                                "partner.results",
                                "partner.dead-letters",
                                "partner.quota",
                                "partner.state",
                                Set.of(),
                                false),
                        new PartnerSettings(
                                URI.create("https://sandbox.partner-api.getpliant.com/api/"),
                                URI.create("https://pci-sandbox.partner-api.getpliant.com/"),
                                "2.1.0",
                                null,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                786_432),
                        new TokenSettings(
                                URI.create("https://infinnitystaginginternal.eu.auth0.com/oauth/token"),
                                TokenRequest.JSON,
                                "api.staging.infinnitytest.com/api/integration",
                                "id",
                                new ClientSecret.Inline("s3cret")),
                        new BudgetSettings(900, Duration.ofMinutes(5), Duration.ofSeconds(5), 5, Map.of(), "default"),
                        new PipelineSettings("worker-fresh", "partner-worker", 256),
                        new OpsSettings("127.0.0.1", 8080, LogFormat.PLAIN),
                        new ClusterSettings("partner-worker", "127.0.0.1", 5701, List.of(), 1, null),
                        timing(5, 30, 50, Optional.empty()),
                        null,
                        new EchoedHeaders(List.of())));
        assertThat(warnings).isEmpty();
    }

    @Test
    void everySettingReachesItsPlaceFromAFile() throws IOException {
        // Given
        Path file = file(everything());

        // When
        Settings settings = loader(Map.of()).load(file);

        // Then
        assertThat(settings).isEqualTo(everythingRead());
    }

    @Test
    void everySettingReachesItsPlaceFromTheEnvironment() throws IOException {
        // Given
        Map<String, String> environment = new HashMap<>();
        everything().forEach((key, value) -> environment.put(Setting.environmentName(key), value));

        // When
        Settings settings = loader(environment).load(null);

        // Then
        assertThat(settings).isEqualTo(everythingRead());
    }

    @Test
    void theFullMappingNamesEverySetting() throws IOException {
        // Given
        List<String> all = new ArrayList<>(
                List.of(Setting.values()).stream().map(Setting::key).toList());

        // When
        all.removeAll(everything().keySet());

        // Then
        assertThat(all).containsExactly("partner.client-secret");
    }

    /** The RSA key of RFC 7517, A.1. */
    private static final String KEYS = """
            {"keys":[{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6t\
            SoC_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSq\
            zs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls\
            1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","kid":"default"}]}
            """;

    private Map<String, String> everything() throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("topics.commands", "urgent:1, normal");
        all.put("topics.results", "r");
        all.put("topics.dead-letters", "d");
        all.put("topics.quota", "q");
        all.put("topics.state", "s");
        all.put("topics.reply-allowed", "reply-1,reply-2");
        all.put("topics.create", "true");
        all.put("partner.environment", "production");
        all.put("partner.base-url", "https://partner.example/api");
        all.put("partner.pci-base-url", "https://pci.example");
        all.put("partner.token-url", "https://token.example/oauth/token");
        all.put("partner.token-request", "client_secret_basic");
        all.put("partner.audience", "audience");
        all.put("partner.api-version", "9.9.9");
        all.put("partner.client-id", "id");
        all.put("partner.client-secret-file", existing("secret", "s3cret").toString());
        all.put("partner.trusted-certificates", authority().toString());
        all.put("partner.connect-timeout", "PT1S");
        all.put("partner.call-timeout", "PT2S");
        all.put("partner.max-response-bytes", "2 MiB");
        all.put("budget.calls", "10");
        all.put("budget.window", "PT10S");
        all.put("budget.guard", "PT1S");
        all.put("budget.lowest-share", "7");
        all.put("budget.weights", "a:3, b:2");
        all.put("budget.egress", "north");
        all.put("worker.id", "w-1");
        all.put("worker.group", "g");
        all.put("worker.in-flight", "8");
        all.put("worker.stop-timeout", "PT45S");
        all.put("worker.http.host", "0.0.0.0");
        all.put("worker.http.port", "0");
        all.put("worker.log-format", "json");
        all.put("cluster.name", "c");
        all.put("cluster.host", "10.0.0.9");
        all.put("cluster.port", "5702");
        all.put("cluster.members", "10.0.0.9:5702,[::1]:5703,worker-b");
        all.put("cluster.expected-members", "3");
        all.put("cluster.config", existing("hazelcast.yaml", "hazelcast:").toString());
        all.put("results.recipients", existing("keys.json", KEYS).toString());
        all.put("results.echoed-headers", "tenant, x-*");
        all.put("kafka.bootstrap.servers", "broker:9092");
        all.put("kafka.session.timeout.ms", "12000");
        all.put("kafka.consumer.max.poll.records", "50");
        all.put("kafka.producer.linger.ms", "3");
        return all;
    }

    private Settings everythingRead() throws IOException {
        return new Settings(
                new KafkaSettings(
                        Map.of("bootstrap.servers", "broker:9092", "session.timeout.ms", "12000"),
                        Map.of("max.poll.records", "50"),
                        Map.of("linger.ms", "3")),
                new TopicSettings(
                        List.of(new CommandTopic("urgent", 1), new CommandTopic("normal", 0)),
                        "r",
                        "d",
                        "q",
                        "s",
                        Set.of("reply-1", "reply-2"),
                        true),
                new PartnerSettings(
                        URI.create("https://partner.example/api"),
                        URI.create("https://pci.example"),
                        "9.9.9",
                        authority(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        2_097_152),
                new TokenSettings(
                        URI.create("https://token.example/oauth/token"),
                        TokenRequest.CLIENT_SECRET_BASIC,
                        "audience",
                        "id",
                        new ClientSecret.FromFile(folder.resolve("secret"))),
                new BudgetSettings(
                        10, Duration.ofSeconds(10), Duration.ofSeconds(1), 7, Map.of("a", 3, "b", 2), "north"),
                new PipelineSettings("w-1", "g", 8),
                new OpsSettings("0.0.0.0", 0, LogFormat.JSON),
                new ClusterSettings(
                        "c",
                        "10.0.0.9",
                        5702,
                        List.of("10.0.0.9:5702", "[::1]:5703", "worker-b"),
                        3,
                        folder.resolve("hazelcast.yaml")),
                timing(1, 2, 45, Optional.of(new GivenTime("kafka.session.timeout.ms", Duration.ofSeconds(12)))),
                folder.resolve("keys.json"),
                new EchoedHeaders(List.of("tenant", "x-*")));
    }

    private static Timing timing(int connect, int call, int stop, Optional<GivenTime> session) {
        return Timing.of(
                Duration.ofSeconds(connect),
                Duration.ofSeconds(call),
                Duration.ofSeconds(stop),
                session,
                Optional.empty(),
                Optional.empty());
    }

    private SettingsLoader loader(Map<String, String> environment) {
        return new SettingsLoader(environment, () -> "worker-fresh", warnings::add);
    }

    private Path authority() throws IOException {
        try (var pem = EverySettingTest.class.getResourceAsStream(CERTIFICATE)) {
            return existing("authority.pem", new String(pem.readAllBytes()));
        }
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
