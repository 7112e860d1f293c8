package io.partnerapi.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Planned;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void countsARun() {
        // When
        Summary summary = Summary.of(Runs.perfect());

        // Then
        assertThat(summary.commands()).isEqualTo(5);
        assertThat(summary.keys()).isEqualTo(1);
        assertThat(summary.endings()).isEqualTo(Map.of(How.ANSWERED, 3, How.REFUSED, 1, How.DEAD_LETTER, 1));
        assertThat(summary.calls()).isEqualTo(3);
        assertThat(summary.effects()).isEqualTo(1);
        assertThat(summary.tooMany()).isZero();
        assertThat(summary.took()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void takesPercentilesByNearestRank() {
        // Given
        List<Sent> sent = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            Position position = new Position("commands", 0, i);
            sent.add(new Sent(new Planned("c" + i, null, new byte[0], "kind", How.ANSWERED, false), position, 0));
            endings.add(new Ending(How.ANSWERED, "c" + i, null, position, position, i * SECOND, "w"));
        }

        // When
        Summary summary = Summary.of(run(new Evidence(sent, endings, List.of(), List.of(), List.of())));

        // Then
        assertThat(summary.median()).isEqualTo(Duration.ofSeconds(100));
        assertThat(summary.slowest()).isEqualTo(Duration.ofSeconds(198));
    }

    @Test
    void countsCallsInEachSecondFromTheFirstCommandOn() {
        // Given
        Sent first = new Sent(
                new Planned("c", null, new byte[0], "kind", How.ANSWERED, false),
                new Position("commands", 0, 0),
                10 * SECOND);
        List<Call> calls = List.of(at(10 * SECOND), at(11 * SECOND - 1), at(13 * SECOND), at(9 * SECOND));

        // When
        Summary summary = Summary.of(run(new Evidence(List.of(first), List.of(), List.of(), calls, List.of())));

        // Then
        assertThat(summary.callsPerSecond()).containsExactly(2, 0, 0, 1);
    }

    @Test
    void isEmptyForNothing() {
        // When
        Summary summary = Summary.of(run(new Evidence(List.of(), List.of(), List.of(), List.of(), List.of())));

        // Then
        assertThat(summary.median()).isZero();
        assertThat(summary.took()).isZero();
        assertThat(summary.callsPerSecond()).isEmpty();
    }

    private static Call at(long nanos) {
        return new Call("c", false, false, 200, nanos);
    }

    private static Run run(Evidence evidence) {
        return new Run(evidence, 1, 0, List.of());
    }
}
