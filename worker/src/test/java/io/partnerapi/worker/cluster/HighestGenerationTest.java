package io.partnerapi.worker.cluster;

import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.worker.token.TokenEntry;
import io.partnerapi.worker.token.TokenEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two clusters of one that merge, since one of them knows of the other. */
class HighestGenerationTest {

    @Test
    void keepsTheHighestGenerationWhicheverSideHasIt() {
        // Given
        List<Integer> ports = FreePorts.several(2);
        try (Grid seeker = Grids.alone(ports.get(0), ports);
                Grid found = Grids.alone(ports.get(1), List.of(ports.get(1)))) {
            refresh(seeker, "one", 3);
            refresh(found, "one", 5);
            refresh(seeker, "other", 5);
            refresh(found, "other", 3);

            // When
            await().atMost(Duration.ofMinutes(2)).until(() -> seeker.members() == 2 && found.members() == 2);

            // Then
            await().until(() -> Stream.of(seeker, found)
                    .allMatch(grid -> generation(grid, "one") == 5 && generation(grid, "other") == 5));
        }
    }

    /** Each token is stale at once, so that the next one may be asked for. */
    private static void refresh(Grid grid, String key, int times) {
        GridTokenStore store = new GridTokenStore(grid, key);
        IntStream.rangeClosed(1, times).forEach(generation -> {
            String claim = "claim" + generation;
            Instant expiry = Instant.now().plusSeconds(5);
            store.apply(TokenEvents.acquire(claim, Duration.ofMinutes(1)))
                    .toCompletableFuture()
                    .join();
            store.apply(TokenEvents.publish(claim, generation, expiry))
                    .toCompletableFuture()
                    .join();
        });
    }

    private static long generation(Grid grid, String key) {
        TokenEntry entry = grid.map(GridMap.TOKENS).get(key);
        return entry == null ? 0 : TokenEvents.generation(entry);
    }
}
