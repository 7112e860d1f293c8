package io.partnerapi.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.PartitionLedger;
import io.partnerapi.worker.settle.AssignedPartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int BIG = 10_000;

    private final Backlog backlog = new Backlog(20, 12L * BIG, () -> false);
    private final AssignedPartition one = partition(0);
    private final AssignedPartition other = partition(1);

    @Test
    void aPartitionHasItsShareWhenSoManyCouldBeWorkedOnAtOnce() {
        // When
        IntStream.range(0, 10).forEach(i -> backlog.add(taken(one, i % 2 == 0 ? null : "key-" + i, 1)));

        // Then
        assertThat(backlog.hasShare(one, 2)).isTrue();
        assertThat(backlog.hasShare(other, 2)).isFalse();
    }

    @Test
    void whatWaitsBehindOthersOfItsKeyTakesNoShare() {
        // When
        IntStream.range(0, 50).forEach(i -> backlog.add(taken(one, "busy", 1)));

        // Then
        assertThat(backlog.hasShare(one, 2)).isFalse();
        assertThat(backlog.held()).isEqualTo(50);
    }

    @Test
    void aPartitionMayUseTheFirstHalfOfTheHeapAndHasItsShareOfTheSecond() {
        // When
        IntStream.range(0, 6).forEach(i -> backlog.add(taken(one, "busy", BIG)));

        // Then
        assertThat(backlog.hasShare(one, 2)).isTrue();
        assertThat(backlog.hasShare(other, 2)).isFalse();
        assertThat(backlog.hold()).isNull();
    }

    @Test
    void nothingIsTakenWhenTheHeapIsUsedUp() {
        // When
        IntStream.range(0, 12).forEach(i -> backlog.add(taken(i % 2 == 0 ? one : other, "busy", BIG)));

        // Then
        assertThat(backlog.hold()).isEqualTo(Hold.MEMORY);
    }

    @Test
    void whatIsFinishedIsForgotten() {
        // Given
        List<Taken> all = IntStream.range(0, 12)
                .mapToObj(i -> taken(one, i % 3 == 0 ? null : "key-" + i % 3, BIG))
                .toList();
        all.forEach(backlog::add);

        // When
        all.forEach(backlog::leaves);
        all.forEach(backlog::remove);

        // Then
        assertThat(backlog.hold()).isNull();
        assertThat(backlog.held()).isZero();
        assertThat(backlog.hasShare(one, 1)).isFalse();
    }

    @Test
    void whatHasLeftThePipelineTakesHeapButNoShare() {
        // Given
        List<Taken> all = IntStream.range(0, 12)
                .mapToObj(i -> taken(one, null, i < 6 ? 1 : BIG))
                .toList();
        all.forEach(backlog::add);

        // When
        all.subList(0, 6).forEach(backlog::leaves);
        boolean leftHaveShare = backlog.hasShare(one, 2);
        all.subList(6, 12).forEach(backlog::leaves);

        // Then
        assertThat(leftHaveShare).isTrue();
        all.subList(6, 12).forEach(backlog::remove);
        assertThat(backlog.hasShare(one, 20)).isFalse();
        assertThat(backlog.held()).isEqualTo(6);
    }

    private static AssignedPartition partition(int number) {
        return new AssignedPartition(
                new TopicPartition("commands", number),
                new LogId(Uuid.ZERO_UUID, "0"),
                null,
                true,
                new PartitionLedger(0, LedgerMetadata.none()));
    }

    private static Taken taken(AssignedPartition partition, @Nullable String key, int bytes) {
        return new Taken(
                new ConsumerRecord<>(
                        "commands", 0, 0, key == null ? null : key.getBytes(StandardCharsets.UTF_8), new byte[bytes]),
                partition,
                false,
                0,
                Instant.EPOCH);
    }
}
