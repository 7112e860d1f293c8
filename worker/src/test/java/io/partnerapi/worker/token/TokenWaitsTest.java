package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenWaitsTest {

    private static final AccessToken TOKEN = new AccessToken(1, "t", 0);
    private final TokenByHand tokens = new TokenByHand();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void aTokenAtHandIsNoWait() {
        // Given
        tokens.give(TOKEN);

        // When
        Future<@Nullable AccessToken> given = new TokenWaits(tokens, meters).within(null);

        // Then
        assertThat(given.result()).isEqualTo(TOKEN);
        assertThat(waits()).isZero();
    }

    @Test
    void aWaitIsMeasuredWhenItEnds() {
        // Given
        Future<@Nullable AccessToken> given = new TokenWaits(tokens, meters).within(null);
        long before = waits();

        // When
        tokens.give(TOKEN);

        // Then
        assertThat(before).isZero();
        assertThat(waits()).isEqualTo(1);
        assertThat(given.result()).isEqualTo(TOKEN);
    }

    private long waits() {
        return meters.get("partner.worker.token.wait").timer().count();
    }
}
