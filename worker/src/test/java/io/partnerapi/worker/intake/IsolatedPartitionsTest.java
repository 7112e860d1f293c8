package io.partnerapi.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class IsolatedPartitionsTest {
    private static final TopicPartition P0 = new TopicPartition("commands", 0);
    private static final PartitionFault FAULT = PartitionFault.unreadable(P0, "CRC");
    private static final long START = Long.MAX_VALUE - 1;
    private static final long EVERY = IsolatedPartitions.LOOK_EVERY.toNanos();

    private final IsolatedPartitions isolated = new IsolatedPartitions();

    @Test
    void nothingIsTakenUntilTheNextLook() {
        // When
        isolated.add(P0, FAULT, START);

        // Then
        assertThat(isolated.holds(P0)).isTrue();
        assertThat(isolated.due(START + EVERY - 1)).isEmpty();
        assertThat(isolated.due(START + EVERY)).containsExactly(P0);
    }

    @Test
    void aTrialThatBringsNoFaultToItsEndReleases() {
        // Given
        isolated.add(P0, FAULT, START);

        // When
        isolated.beginTrial(P0, START + EVERY);
        boolean held = isolated.holds(P0);
        isolated.endTrials(Set.of(), START + 2 * EVERY - 1);
        boolean told = isolated.faults().contains(FAULT);
        isolated.endTrials(Set.of(), START + 2 * EVERY);

        // Then
        assertThat(held).isFalse();
        assertThat(told).as("still named during its trial").isTrue();
        assertThat(isolated.faults()).isEmpty();
    }

    @Test
    void aTrialOfWhichNothingWasReadSaysNothing() {
        // Given
        isolated.add(P0, FAULT, START);
        isolated.beginTrial(P0, START + EVERY);

        // When
        isolated.endTrials(Set.of(P0), START + 2 * EVERY);

        // Then
        assertThat(isolated.faults()).containsExactly(FAULT);
    }

    @Test
    void aFaultInATrialEndsIt() {
        // Given
        isolated.add(P0, FAULT, START);
        isolated.beginTrial(P0, START + EVERY);

        // When
        isolated.add(P0, FAULT, START + EVERY + 1);
        isolated.endTrials(Set.of(), START + 2 * EVERY);

        // Then
        assertThat(isolated.holds(P0)).isTrue();
        assertThat(isolated.due(START + 2 * EVERY + 1)).containsExactly(P0);
    }
}
