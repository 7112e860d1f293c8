package io.partnerapi.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.HandClock;
import io.partnerapi.worker.intake.PartitionFault.Log;
import io.partnerapi.worker.ops.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FaultReportTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final TopicPartition P0 = new TopicPartition("commands", 0);

    private final HandClock clock = new HandClock(START);
    private final Condition condition = new Condition("commands", clock);
    private final FaultReport report = new FaultReport(condition);

    @Test
    void aFaultIsToldAsItWasFirstAndSinceThen() {
        // Given
        report.report(List.of(PartitionFault.outOfRange(P0, 100, new Log(0, 50))), clock.instant());
        clock.pass(Duration.ofMinutes(1));

        // When
        List<LastingFault> lasting =
                report.report(List.of(PartitionFault.outOfRange(P0, 100, new Log(0, 70))), clock.instant());

        // Then
        assertThat(lasting).singleElement().satisfies(fault -> {
            assertThat(fault.since()).isEqualTo(START);
            assertThat(fault.fault().reason()).contains("0 to 50");
        });
        assertThat(condition.state().up()).isFalse();
        assertThat(condition.state().since()).isEqualTo(START);
        assertThat(condition.state().advice()).contains("--reset-offsets").contains("commands:0");
    }

    @Test
    void anotherOffsetIsAnotherFault() {
        // Given
        report.report(List.of(PartitionFault.outOfRange(P0, 100, null)), START);

        // When
        List<LastingFault> lasting =
                report.report(List.of(PartitionFault.outOfRange(P0, 200, null)), START.plusSeconds(60));

        // Then
        assertThat(lasting).singleElement().satisfies(fault -> assertThat(fault.since())
                .isEqualTo(START.plusSeconds(60)));
    }

    @Test
    void anOpenTransactionIsNamedAndLeavesTheConditionUp() {
        // When
        report.report(List.of(PartitionFault.openTransaction(P0, 7, " (producer id 1)")), START);

        // Then
        assertThat(condition.state().up()).isTrue();
        assertThat(condition.state().reason()).contains("commands-0 is read up to offset 7 only", "producer id 1");
    }

    @Test
    void whatIsMendedIsForgotten() {
        // Given
        report.report(List.of(PartitionFault.missing("commands")), START);

        // When
        List<LastingFault> lasting = report.report(List.of(), START.plusSeconds(1));

        // Then
        assertThat(lasting).isEmpty();
        assertThat(condition.state().up()).isTrue();
        assertThat(condition.state().reason()).isEmpty();
    }

    @Test
    void ofManyTheFirstAreNamedAndWhereTheOthersAre() {
        // When
        report.report(
                IntStream.range(0, 9)
                        .mapToObj(i -> PartitionFault.withoutLeader(new TopicPartition("commands", i)))
                        .toList(),
                START);

        // Then
        assertThat(condition.state().reason())
                .contains("commands-0", "commands-2", "/status")
                .doesNotContain("commands-3");
    }
}
