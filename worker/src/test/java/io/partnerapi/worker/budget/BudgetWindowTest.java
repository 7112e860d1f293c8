package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** Permits that count for a second, in slices of a tenth. */
class BudgetWindowTest {

    private static final long SPAN = 1_000;
    private static final long SLICE = 100;
    private static final BudgetWindow EMPTY = BudgetWindow.empty(7);

    @Test
    void permitsCountForTheSpanAndNotLonger() {
        // Given
        BudgetWindow window = EMPTY.plus(SLICE, 3, 0).plus(SLICE, 2, 500);

        // When
        // Then
        assertThat(window.at(SPAN, 1_000).used()).isEqualTo(5);
        assertThat(window.at(SPAN, 1_001).used()).isEqualTo(2);
        assertThat(window.at(SPAN, 1_501).used()).isZero();
    }

    @Test
    void permitsOfASliceCountAsLongAsItsYoungest() {
        // Given
        BudgetWindow window = EMPTY.plus(SLICE, 1, 0).plus(SLICE, 1, 99).plus(SLICE, 1, 100);

        // When
        // Then
        assertThat(window.of(7)).isEqualTo(2);
        assertThat(window.of(8)).isEqualTo(1);
        assertThat(window.at(SPAN, 1_099).used()).isEqualTo(3);
        assertThat(window.at(SPAN, 1_100).used()).isEqualTo(1);
    }

    @Test
    void aSliceKeepsItsNumberWhenOlderOnesLeave() {
        // Given
        BudgetWindow window =
                EMPTY.plus(SLICE, 1, 0).plus(SLICE, 4, 500).at(SPAN, 1_100).plus(SLICE, 2, 1_100);

        // When
        BudgetWindow less = window.minus(8, 3);

        // Then
        assertThat(less.of(7)).isZero();
        assertThat(less.of(8)).isEqualTo(1);
        assertThat(less.of(9)).isEqualTo(2);
        assertThat(less.newest()).isEqualTo(9);
    }

    @Test
    void whatHasLeftOrWasNeverThereCannotBeTakenOut() {
        // Given
        BudgetWindow window = EMPTY.plus(SLICE, 1, 0).at(SPAN, 2_000).plus(SLICE, 2, 2_000);

        // When
        BudgetWindow same = window.minus(7, 1).minus(99, 1).minus(-3, 1);

        // Then
        assertThat(same.used()).isEqualTo(2);
        assertThat(same.minus(8, 5).used()).isZero();
    }

    @Test
    void tellsItsOldestAndLatest() {
        // Given
        BudgetWindow window = EMPTY.plus(SLICE, 1, 10).plus(SLICE, 1, 400).minus(7, 1);

        // When
        // Then
        assertThat(window.oldest(-1)).isEqualTo(400);
        assertThat(window.latest(-1)).isEqualTo(400);
        assertThat(EMPTY.oldest(-1)).isEqualTo(-1);
        assertThat(EMPTY.latest(-1)).isEqualTo(-1);
    }

    @Test
    void staysCompact() throws IOException {
        // Given
        BudgetLimit limit = new BudgetLimit(100_000, 300_000, 5_000, 0, 5);
        BudgetWindow window = EMPTY;
        for (long now = 0; now < 1_000_000; now += 10) {
            window = window.at(limit.leasedMillis(), now).plus(limit.sliceMillis(), 1, now);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        // When
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(window);
        }

        // Then
        assertThat(bytes.size()).isLessThan(8_000);
    }
}
