package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class TokenWaitsTest {

    private static final AccessToken TOKEN = new AccessToken(1, "t", 0);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void aTokenAtHandIsNoWait() {
        // When
        Future<AccessToken> given = new TokenWaits(() -> Future.succeededFuture(TOKEN), meters).get();

        // Then
        assertThat(given.result()).isEqualTo(TOKEN);
        assertThat(waits()).isZero();
    }

    @Test
    void aWaitIsMeasuredWhenItEnds() {
        // Given
        Promise<AccessToken> later = Promise.promise();
        Future<AccessToken> given = new TokenWaits(later::future, meters).get();
        long before = waits();

        // When
        later.complete(TOKEN);

        // Then
        assertThat(before).isZero();
        assertThat(waits()).isEqualTo(1);
        assertThat(given.result()).isEqualTo(TOKEN);
    }

    private long waits() {
        return meters.get("partner.worker.token.wait").timer().count();
    }
}
