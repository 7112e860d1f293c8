package io.partnerapi.worker.chaos;

import static io.partnerapi.worker.chaos.Seen.ended;
import static io.partnerapi.worker.chaos.Seen.evidence;
import static io.partnerapi.worker.chaos.Seen.incident;
import static io.partnerapi.worker.chaos.Seen.killed;
import static io.partnerapi.worker.chaos.Seen.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final List<Ending> TWO_PARTITIONS_OF_A = List.of(
            ended(0, 1, 99, "a"),
            ended(1, 1, 99.5, "a"),
            ended(2, 1, 99.5, "b"),
            ended(2, 2, 101, "b"),
            ended(1, 2, 110, "b"),
            ended(0, 2, 112, "c"),
            ended(0, 3, 113, "c"));

    @Test
    void isTheTimeToTheNextEndingOfEachPartitionOfTheVictim() {
        // Given
        Evidence evidence = evidence(List.of(), TWO_PARTITIONS_OF_A, killed("a", 100));

        // When
        List<Duration> recovery = Recovery.ofLonelyDeaths(evidence);

        // Then
        assertThat(recovery).containsExactly(seconds(10), seconds(12));
    }

    @Test
    void doesNotTakeTheVictimsLastWordsForARecoveryButItsNextLife() {
        // Given
        Evidence evidence = evidence(
                List.of(),
                List.of(ended(0, 1, 99, "a"), ended(0, 2, 100.5, "a"), ended(0, 3, 108, "a")),
                killed("a", 100));

        // When
        List<Duration> recovery = Recovery.ofLonelyDeaths(evidence);

        // Then
        assertThat(recovery).containsExactly(seconds(8));
    }

    @Test
    void ofALonelyDeathIsNotMeasuredNearAnother() {
        // Given
        Evidence evidence = evidence(List.of(), TWO_PARTITIONS_OF_A, killed("a", 100), killed("d", 119));

        // When
        List<Duration> lonely = Recovery.ofLonelyDeaths(evidence);
        List<Duration> all = Recovery.ofDeaths(evidence);

        // Then
        assertThat(lonely).isEmpty();
        assertThat(all).containsExactly(seconds(10), seconds(12));
    }

    @Test
    void isNeverMeasuredNearOtherTrouble() {
        // Given
        Evidence near = evidence(List.of(), TWO_PARTITIONS_OF_A, killed("a", 100), incident("BROKER_KILLED 1", 70, 81));
        Evidence far = evidence(List.of(), TWO_PARTITIONS_OF_A, killed("a", 100), incident("BROKER_KILLED 1", 70, 79));

        // When
        List<Duration> measuredNear = Recovery.ofDeaths(near);
        List<Duration> measuredFar = Recovery.ofLonelyDeaths(far);

        // Then
        assertThat(measuredNear).isEmpty();
        assertThat(measuredFar).hasSize(2);
    }
}
