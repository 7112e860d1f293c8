package io.partnerapi.sandbox.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SkewTest {
    @Property(tries = 200)
    void staysInRange(@ForAll @IntRange(min = 1, max = 500) int n, @ForAll long seed) {
        // Given
        Skew skew = new Skew(n);
        SplittableRandom random = new SplittableRandom(seed);

        // When
        int chosen = skew.next(random);

        // Then
        assertThat(chosen).isBetween(1, n);
    }

    @Test
    void choosesTheFirstOftenAndTheLastSeldom() {
        // Given
        Skew skew = new Skew(100);
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[101];

        // When
        for (int i = 0; i < 100_000; i++) {
            counts[skew.next(random)]++;
        }

        // Then
        assertThat(counts[1]).isBetween(12_000, 18_000);
        assertThat(counts[100]).isBetween(100, 500);
    }
}
