package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.schemas.TelemetryCodec;
import io.partnerapi.schemas.TokenQuota;
import io.partnerapi.schemas.TokenRefreshed;
import io.partnerapi.schemas.TokenRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the token endpoint sees of three workers that it refuses, and what they tell of it. */
@Tag("long")
class TokenRefusalsIT {
    private static final String READ = "{\"id\":\"%s\",\"method\":\"GET\",\"path\":\"/cards\"}";
    private static final int COMMANDS = 30;
    /** A minute at least, by the workers' own rule. */
    private static final Duration HELD = Duration.ofSeconds(60);
    /** Half of the first backoff at least. */
    private static final Duration BACKED_OFF = Duration.ofMillis(2_500);
    /** {@code -Dtoken.minutes=10} for a long run. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(10 + 60L * Integer.getInteger("token.minutes", 0));
    /** {@code -Dtoken.limited=3} for a long run. */
    private static final int LIMITED = Integer.getInteger("token.limited", 1);

    private Landscape landscape;

    @BeforeEach
    void start(@TempDir Path folder) {
        landscape = new Landscape(folder, Rules::withoutLatency);
    }

    @AfterEach
    void stop() {
        landscape.close();
    }

    @Test
    void anEndpointThatIsNotFoundAndThenLimitsIsAskedByOneAndNothingFails() throws Exception {
        // Given
        landscape
                .partner
                .controls()
                .inject(Fault.always(Endpoint.TOKEN, new FaultAction.Answer(404, Map.of(), "{}"))
                        .times(1));
        landscape
                .partner
                .controls()
                .inject(Fault.always(Endpoint.TOKEN, new FaultAction.Answer(429, Map.of("Retry-After", "30"), "{}"))
                        .times(LIMITED));

        // When
        landscape.settings(3).forEach(landscape::start);
        sendReads();

        // Then
        for (int i = 0; i < COMMANDS; i++) {
            String id = "read-" + i;
            await().atMost(HELD.multipliedBy(2L * LIMITED)).until(() -> hasResult(id));
            assertThat(landscape.result(id).status()).isEqualTo(200);
        }
        List<LedgerEntry> requests = requests();
        assertThat(requests).hasSize(1 + LIMITED + 1);
        for (int i = 1; i < requests.size(); i++) {
            assertThat(Duration.between(
                            requests.get(i - 1).at(), requests.get(i).at()))
                    .isGreaterThanOrEqualTo(i == 1 ? BACKED_OFF : HELD);
        }
        assertEachIsToldOnce(1 + LIMITED, 1);
    }

    @Test
    void aWrongSecretIsNotAskedWithAgainSoonAndTheFileMendsIt() throws Exception {
        // Given
        List<Map<String, String>> settings = landscape.settings(3);
        Path secret = Path.of(settings.get(0).get("partner.client-secret-file"));
        Files.writeString(secret, "mistaken");

        // When
        List<WorkerProcess> workers = settings.stream().map(landscape::start).toList();
        sendReads();
        await().atMost(Landscape.LIMIT).until(() -> workers.stream().allMatch(this::saysWhy));
        await().during(REFUSED_FOR)
                .atMost(REFUSED_FOR.plus(Landscape.LIMIT))
                .until(() -> requests().size() == 1);
        Files.writeString(secret, Credentials.SANDBOX.clientSecret());

        // Then
        for (int i = 0; i < COMMANDS; i++) {
            assertThat(landscape.result("read-" + i).status()).isEqualTo(200);
        }
        assertThat(requests()).hasSize(2);
        assertEachIsToldOnce(1, 1);
    }

    private void sendReads() {
        for (int i = 0; i < COMMANDS; i++) {
            landscape.send("key-" + i, READ.formatted("read-" + i));
        }
    }

    private boolean hasResult(String id) {
        return landscape.results().stream().anyMatch(result -> result.id().equals(id));
    }

    private boolean saysWhy(WorkerProcess worker) {
        return Landscape.get(worker.http().resolve("/health/ready")).contains("partner.client-secret");
    }

    private List<LedgerEntry> requests() {
        return landscape.partner.ledger().entries().stream()
                .filter(entry -> entry.endpoint() == Endpoint.TOKEN)
                .toList();
    }

    private void assertEachIsToldOnce(int refused, int issued) {
        landscape.readToTheEnd("partner.quota");
        List<Telemetry> told = landscape.read("partner.quota").stream()
                .map(record -> new TelemetryCodec().decode(record.value()).<Telemetry>fold(one -> one, problem -> {
                    throw new AssertionError(problem.toString());
                }))
                .toList();
        assertThat(told).filteredOn(TokenQuota.class::isInstance).hasSize(refused + issued);
        assertThat(told).filteredOn(TokenRefused.class::isInstance).hasSize(refused);
        assertThat(told).filteredOn(TokenRefreshed.class::isInstance).hasSize(issued);
    }
}
