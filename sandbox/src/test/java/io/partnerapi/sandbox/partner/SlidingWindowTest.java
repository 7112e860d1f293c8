package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    @Test
    void anArrivalCountsUntilItIsAWholeWindowOld() {
        // Given
        SlidingWindow window = new SlidingWindow();
        window.arrive(0, 100);

        // When
        int justBefore = window.arrive(99, 100);
        int justAfter = window.arrive(100, 100);

        // Then
        assertThat(justBefore).isEqualTo(2);
        assertThat(justAfter).isEqualTo(2);
    }

    @Property(tries = 200)
    void countsWhatACountOfAllArrivalsCounts(
            @ForAll @Size(max = 3000) List<@IntRange(max = 20) Integer> gaps,
            @ForAll @IntRange(min = 1, max = 30_000) int length) {
        // Given
        SlidingWindow window = new SlidingWindow();
        List<Long> arrivals = new ArrayList<>();
        List<Integer> counted = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        long now = Long.MAX_VALUE - 10_000;

        // When
        for (int gap : gaps) {
            now += gap;
            arrivals.add(now);
            counted.add(window.arrive(now, length));
            long end = now;
            expected.add((int) arrivals.stream().filter(at -> end - at < length).count());
        }

        // Then
        assertThat(counted).isEqualTo(expected);
    }
}
