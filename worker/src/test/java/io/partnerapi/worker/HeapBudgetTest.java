package io.partnerapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapBudgetTest {

    @ParameterizedTest
    @ValueSource(longs = {96, 256, 1_024, 32_768})
    void halfOfTheHeapIsLeftToTheWorkerItself(long megabytes) {
        // Given
        long heap = megabytes << 20;

        // When
        HeapBudget budget = HeapBudget.of(heap);

        // Then
        assertThat(budget.records() + budget.work() + budget.fetch() + budget.publish())
                .isBetween(heap / 3, heap / 2);
    }
}
