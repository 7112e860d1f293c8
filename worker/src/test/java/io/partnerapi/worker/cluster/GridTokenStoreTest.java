package io.partnerapi.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.token.Applied;
import io.partnerapi.worker.token.TokenEntry;
import io.partnerapi.worker.token.TokenEvent;
import io.partnerapi.worker.token.TokenEvents;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The token entry on three real members. */
class GridTokenStoreTest {

    private static final Duration LONG_LEASE = Duration.ofMinutes(1);
    private static final Duration SHORT_LEASE = Duration.ofMillis(300);

    private static Grids grids;

    private final String key = "credential-" + UUID.randomUUID();
    private final List<GridTokenStore> stores =
            grids.all().stream().map(grid -> new GridTokenStore(grid, key)).toList();

    @BeforeAll
    static void startMembers() {
        grids = Grids.start(3);
    }

    @AfterAll
    static void stopMembers() {
        grids.close();
    }

    @Test
    void grantsOneClaimToManyThreadsOnAllMembers() {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(24);

        // When
        List<CompletableFuture<Long>> asked = IntStream.range(0, 240)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> TokenEvents.grantedGeneration(
                                apply(stores.get(i % 3), TokenEvents.acquire("claim" + i, LONG_LEASE))),
                        threads))
                .toList();

        // Then
        assertThat(asked.stream().map(CompletableFuture::join).filter(granted -> granted > 0))
                .containsExactly(1L);
        threads.shutdown();
    }

    @Test
    void showsWhatOneMemberPublishedToTheOthers() {
        // Given
        AtomicInteger changes = new AtomicInteger();
        stores.get(2).onChange(changes::incrementAndGet);
        apply(stores.get(0), TokenEvents.acquire("claim", LONG_LEASE));

        // When
        Applied<?> published = apply(
                stores.get(0), TokenEvents.publish("claim", 1, Instant.now().plusSeconds(60)));

        // Then
        assertThat(TokenEvents.isDone(published)).isTrue();
        await().until(() -> changes.get() >= 2);
        Applied<?> seen = apply(stores.get(1), TokenEvents.acquire("other", LONG_LEASE));
        assertThat(TokenEvents.grantedGeneration(seen)).isZero();
        assertThat(seen.entry()).isEqualTo(published.entry());
    }

    @Test
    void letsAClaimLapseAndRefusesItsTokenAfterTheNextOne() {
        // Given
        apply(stores.get(0), TokenEvents.acquire("dead", SHORT_LEASE));

        // When
        await().pollInterval(Duration.ofMillis(50))
                .until(() ->
                        TokenEvents.grantedGeneration(apply(stores.get(1), TokenEvents.acquire("next", LONG_LEASE)))
                                == 2);

        // Then
        Instant expiry = Instant.now().plusSeconds(60);
        assertThat(TokenEvents.isDone(apply(stores.get(0), TokenEvents.publish("dead", 1, expiry))))
                .isFalse();
        assertThat(TokenEvents.isDone(apply(stores.get(1), TokenEvents.publish("next", 2, expiry))))
                .isTrue();
    }

    @Test
    void survivesAnyMinorityThatDiesAtOnce() {
        // Given
        try (Grids five = Grids.start(5)) {
            GridTokenStore writer = new GridTokenStore(five.get(0), key);
            apply(writer, TokenEvents.acquire("claim", LONG_LEASE));
            TokenEntry entry = apply(
                            writer,
                            TokenEvents.publish("claim", 1, Instant.now().plusSeconds(60)))
                    .entry();
            int owner = IntStream.range(0, 5)
                    .filter(i -> five.get(i).map(GridMap.TOKENS).localKeySet().contains(key))
                    .findFirst()
                    .orElseThrow();

            // When
            five.kill(owner);
            five.kill((owner + 1) % 5);

            // Then
            GridTokenStore reader = new GridTokenStore(five.get((owner + 2) % 5), key);
            await().ignoreExceptions().atMost(Duration.ofMinutes(1)).until(() -> apply(
                            reader, TokenEvents.acquire("other", LONG_LEASE))
                    .entry()
                    .equals(entry));
        }
    }

    @Test
    void failsRatherThanDecideWithoutAMajority() {
        // Given
        ClusterSettings settings = Grids.settings("minority", FreePorts.several(2), 0);

        // When
        try (Grid alone = Grid.start("w", Grids.HTTP, settings, new Condition("grid", Clock.systemUTC()))) {
            GridTokenStore store = new GridTokenStore(alone, key);

            // Then
            assertThatThrownBy(() -> apply(store, TokenEvents.acquire("claim", LONG_LEASE)))
                    .hasMessageContaining("majority");
        }
    }

    private static Applied<? extends Serializable> apply(GridTokenStore store, TokenEvent<?> event) {
        return store.apply(event).toCompletableFuture().join();
    }
}
