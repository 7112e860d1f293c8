package io.partnerapi.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void drawsOneBarPerNumber() {
        assertThat(Chart.of(List.of(0, 1, 4, 8), 8, 10)).isEqualTo(" ▁▄█");
    }

    @Test
    void showsEvenTheSmallestNumber() {
        assertThat(Chart.of(List.of(1, 1000), 1000, 10)).isEqualTo("▁█");
    }

    @Test
    void averagesGroupsWhenThereIsNoRoom() {
        assertThat(Chart.of(List.of(8, 8, 0, 0, 4), 8, 3)).isEqualTo("█ ▄");
        assertThat(Chart.of(Collections.nCopies(600, 1), 1, 72)).hasSize(67);
    }

    @Test
    void isEmptyForNothing() {
        assertThat(Chart.of(List.of(), 0, 10)).isEmpty();
    }
}
