package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final Duration MIN = Duration.ofMillis(20);
    private static final Duration MAX = Duration.ofMillis(80);

    @Property
    void staysBetweenTheTwoAndTheLongTailIsNeverSlowerThanUniform(
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double chance) {
        // Given
        Latency uniform = Latency.between(MIN, MAX);
        Latency tail = new Latency(MIN, MAX, Latency.Spread.LONG_TAIL);

        // When
        long even = uniform.millis(chance);
        long skewed = tail.millis(chance);

        // Then
        assertThat(even).isBetween(20L, 80L);
        assertThat(skewed).isBetween(20L, even);
    }

    @Test
    void mustNotFall() {
        // When, Then
        assertThatThrownBy(() -> Latency.between(MAX, MIN)).hasMessageContaining("PT0.08S..PT0.02S");
    }
}
