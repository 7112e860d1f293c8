package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DemandTest {

    private final Demand demand = new Demand(1_000);

    @Test
    void oneRequestPredictsNoOther() {
        // When
        demand.asked(500);

        // Then
        assertThat(demand.expected(500)).isZero();
    }

    @Test
    void aSteadyRateGoesOn() {
        // When
        LongStream.range(0, 450).forEach(i -> demand.asked(i * 10));

        // Then
        assertThat(demand.expected(4_500)).isBetween(95, 105);
    }

    @Test
    void fadesWithinTwoPeriods() {
        // Given
        LongStream.range(0, 100).forEach(i -> demand.asked(i * 10));

        // When
        int later = demand.expected(1_500);

        // Then
        assertThat(later).isBetween(45, 55);
        assertThat(demand.expected(2_000)).isZero();
    }
}
