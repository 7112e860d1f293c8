package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.ApiBudget;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What telemetry tells of the budget. */
class DispenserReportTest extends Dispensers {
    @Test
    void tellsEachSecondWithTrafficElseEachMinute() {
        // Given
        spend(30);

        // When
        time.advance(Duration.ofMinutes(5));

        // Then
        assertThat(told(ApiBudget.class)).hasSize(5);
        assertThat(told(ApiBudget.class).get(0)).satisfies(first -> {
            assertThat(first.egress()).isEqualTo("office");
            assertThat(first.limit()).isEqualTo(900);
            assertThat(first.used()).isGreaterThanOrEqualTo(30);
            assertThat(first.waiting()).isZero();
            assertThat(first.forecastEnd()).isNull();
        });
        assertThat(told(ApiBudget.class).get(4).used()).isEqualTo(30);
    }

    @Test
    void tellsOfABacklogEachSecondWithItsEnd() {
        // Given
        spend(900);
        time.advance(Duration.ofSeconds(4));
        ask();
        telemetry.clear();

        // When
        time.advance(Duration.ofSeconds(60));

        // Then
        assertThat(told(ApiBudget.class)).hasSizeBetween(59, 61);
        ApiBudget last = told(ApiBudget.class).get(58);
        assertThat(last.waiting()).isEqualTo(1);
        assertThat(last.oldestWaitMillis()).isBetween(57_000L, 61_000L);
        assertThat(last.forecastEnd()).isBetween(Instant.EPOCH.plusSeconds(305), Instant.EPOCH.plusSeconds(308));
    }
}
