package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.LedgerEntry;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.worker.cluster.Grid;
import io.partnerapi.worker.cluster.GridTokenStore;
import io.partnerapi.worker.cluster.Grids;
import io.partnerapi.worker.ops.Condition;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three workers on three real members against a partner that counts. */
class TokenSourceTest {

    private static final String RIGHT_SECRET = io.partnerapi.sandbox.partner.Credentials.SANDBOX.clientSecret();

    private static Grids grids;

    @TempDir
    Path dir;

    private final List<Telemetry> telemetry = new CopyOnWriteArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final MemoryValue kept = MemoryValue.empty();
    private final List<TokenSource> sources = new ArrayList<>();
    private Partner partner;

    @BeforeAll
    static void startMembers() {
        grids = Grids.start(3);
    }

    @AfterAll
    static void stopMembers() {
        grids.close();
    }

    @BeforeEach
    void startPartner() {
        partner = new Partner(dir);
    }

    @AfterEach
    void stop() {
        sources.forEach(source -> source.close().await());
        partner.close();
    }

    @Test
    void makesOneRequestForAllWorkers() {
        // When
        startSources(Partner.secret());
        Set<String> tokens = new HashSet<>();
        sources.forEach(source -> tokens.add(source.within(null).await().value()));

        // Then
        assertThat(tokens).hasSize(1);
        await().untilAsserted(() ->
                assertThat(conditions).allMatch(condition -> condition.state().up()));
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void refreshesAheadOfExpiryWithOneRequestEachTime() {
        // Given
        partner.api.controls().rules(rules -> rules.withTokenLifetime(Duration.ofSeconds(30)));
        startSources(Partner.secret());
        sources.forEach(source -> source.within(null).await());
        Set<Long> generations = new HashSet<>();

        // When
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            Stream<Future<AccessToken>> now = sources.stream().map(source -> source.within(null));
            now.forEach(token -> {
                assertThat(token.isComplete())
                        .as("a healthy refresh is never waited for")
                        .isTrue();
                generations.add(token.result().generation());
            });
            return generations.size() == 2;
        });

        // Then
        List<Instant> requests =
                partner.api.ledger().entries().stream().map(LedgerEntry::at).toList();
        assertThat(generations).containsExactlyInAnyOrder(1L, 2L);
        assertThat(requests).hasSize(2);
        for (int i = 1; i < requests.size(); i++) {
            assertThat(Duration.between(requests.get(i - 1), requests.get(i))).isGreaterThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void replacesARefusedTokenOnceForTheCluster() {
        // Given
        startSources(Partner.secret());
        AccessToken first = sources.get(0).within(null).await();
        sources.forEach(source -> source.within(null).await());

        // When
        for (int i = 0; i < 50; i++) {
            sources.forEach(source -> source.refused(first));
        }

        // Then
        await().until(() ->
                sources.stream().allMatch(source -> source.within(null).result().generation() == 2));
        for (int i = 0; i < 50; i++) {
            sources.forEach(source -> source.refused(source.within(null).result()));
        }
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(2);
    }

    @Test
    void goesOnByItselfWhenTheSecretIsPutRight() throws IOException {
        // Given
        Path file = Files.writeString(dir.resolve("secret"), "wrong\n");
        startSources(new ClientSecret.FromFile(file));
        List<Future<AccessToken>> waiting =
                sources.stream().map(source -> source.within(null)).toList();
        await().until(() -> conditions.stream()
                .allMatch(condition -> condition.state().reason().contains("refused the credentials")));

        // When
        Files.writeString(file, RIGHT_SECRET);

        // Then
        await().until(() -> waiting.stream().allMatch(Future::succeeded));
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(2);
        assertThat(telemetry.toString()).doesNotContain("wrong").doesNotContain("sandbox-secret");
    }

    private void startSources(ClientSecret secret) {
        TokenSettings settings = partner.settings(secret);
        for (Grid grid : grids.all()) {
            Condition condition = new Condition("token", Clock.systemUTC());
            conditions.add(condition);
            GridTokenStore store = new GridTokenStore(grid, settings.key());
            sources.add(new TokenSource(
                    partner.vertx,
                    settings,
                    new DegradingTokenStore(
                            store, grid::hasMajority, Duration.ofSeconds(15), 0, Clock.systemUTC(), System::nanoTime),
                    partner.endpoint(settings, Partner.TIMEOUT),
                    kept,
                    "worker-" + conditions.size(),
                    condition,
                    telemetry::add,
                    Clock.systemUTC(),
                    System::nanoTime));
        }
        Future.all(sources.stream().map(TokenSource::start).toList()).await();
    }
}
