package io.partnerapi.worker.intake;

import static io.partnerapi.worker.settle.Settled.COMMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ledger.PartitionLedger.Standing;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.settle.AssignedPartition;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssignmentsTest {
    private static final TopicPartition P0 = new TopicPartition("commands", 0);

    private static final ProgressMemory MEMORY = new ProgressMemory(
            Map::of,
            key -> new Value(),
            "group",
            new Condition("state", Clock.systemUTC()),
            Clock.systemUTC(),
            System::nanoTime);

    @ParameterizedTest
    @CsvSource({
        "'', FRESH FRESH FRESH FRESH",
        "pw1.Ag.BA.d0b92696, FRESH SETTLED STARTED FRESH",
        "moved by hand, FRESH FRESH FRESH FRESH",
        "pw1.Ag.BQ.d0b92696, STARTED STARTED STARTED FRESH",
        "pw2.Ag.BA.68bc53ce, STARTED STARTED STARTED FRESH",
    })
    void aLedgerIsRecoveredFromTheCommitAndDoubtEndsWhereTheLogEnded(String metadata, String expected) {
        // Given
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        consumer.assign(List.of(P0));
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(10, metadata)));
        consumer.updateEndOffsets(Map.of(P0, 13L));
        Assignments assignments = new Assignments(
                consumer,
                member -> {},
                partition -> CompletableFuture.completedFuture(COMMITTED),
                new Recovery(MEMORY, new LogsByHand(consumer, Uuid.ZERO_UUID, Set.of()), Runnable::run),
                topic -> OptionalLong.empty(),
                Duration.ZERO);

        // When
        assignments.onPartitionsAssigned(List.of(P0));
        assignments.lookAgain(System.nanoTime());

        // Then
        AssignedPartition partition = assignments.get(P0);
        assertThat(LongStream.range(10, 14).mapToObj(offset -> partition.take(offset, Optional.empty())))
                .containsExactlyElementsOf(Arrays.stream(expected.split(" "))
                        .map(Standing::valueOf)
                        .toList());
        assertThat(consumer.position(P0)).isEqualTo(10);
    }
}
