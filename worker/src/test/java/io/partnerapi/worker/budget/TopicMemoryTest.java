package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.state.KeptValue;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicMemoryTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00.123Z");

    @Test
    void readsWhatItWrote() {
        // Given
        Snapshot snapshot = new Snapshot(
                0,
                List.of(new Snapshot.Aged(5_000, 3), new Snapshot.Aged(0, 7)),
                List.of(new Snapshot.Aged(299_000, 1)),
                1_500,
                30_000);

        // When
        LedgerMemory.Kept kept =
                TopicMemory.parse(TopicMemory.text(snapshot, NOW)).orElseThrow();

        // Then
        assertThat(kept).isEqualTo(new LedgerMemory.Kept(snapshot, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":2}",
                "{\"version\":1,\"at\":\"2026-05-01T10:00:00Z\",\"leased\":[[1]],\"arrived\":[],\"pauseMillis\":0,\"pauseLength\":0}",
                "{\"version\":1,\"at\":\"yesterday\",\"leased\":[],\"arrived\":[],\"pauseMillis\":0,\"pauseLength\":0}",
                "{\"version\":1,\"at\":\"2026-05-01T10:00:00Z\",\"leased\":[1],\"arrived\":[],\"pauseMillis\":0,\"pauseLength\":0}"
            })
    void whatCannotBeReadIsAsIfAllHadBeenLeased(String text) {
        // Given
        Vertx vertx = Vertx.vertx();
        TopicMemory memory = new TopicMemory(vertx, new OneValue(text), Clock.systemUTC());

        // When
        LedgerMemory.Kept kept = memory.read().await().orElseThrow();
        vertx.close().await();

        // Then
        assertThat(TopicMemory.parse(text)).isEmpty();
        assertThat(kept.snapshot()).isEqualTo(Snapshot.ANYTHING);
    }

    private record OneValue(String text) implements KeptValue {
        @Override
        public Optional<String> found() {
            return Optional.of(text);
        }

        @Override
        public Optional<String> now() {
            return Optional.of(text);
        }

        @Override
        public void keep(String value, Duration validFor, Runnable kept) {
            throw new UnsupportedOperationException();
        }
    }
}
