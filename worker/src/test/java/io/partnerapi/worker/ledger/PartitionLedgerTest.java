package io.partnerapi.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.worker.ledger.PartitionLedger.Standing;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionLedgerTest {

    @Test
    void theCommittedOffsetIsTheFirstOneNotSettled() {
        // Given
        PartitionLedger ledger = new PartitionLedger(10, LedgerMetadata.none());
        LongStream.range(10, 14).forEach(ledger::take);

        // When
        ledger.settle(10);
        ledger.settle(12);

        // Then
        assertThat(ledger.committable()).isEqualTo(11);
        assertThat(ledger.metadata()).hasToString("settled {1}, started {}, doubtful 0");
        assertThat(ledger.outstanding()).isEqualTo(2);
    }

    @Test
    void aNextOwnerSkipsWhatIsSettledAndKnowsWhatWasStarted() {
        // Given
        PartitionLedger before = new PartitionLedger(10, LedgerMetadata.none());
        LongStream.range(10, 14).forEach(before::take);
        before.start(11);
        before.settle(12);

        // When
        PartitionLedger after = recovered(before);

        // Then
        assertThat(LongStream.range(10, 14).mapToObj(after::take))
                .containsExactly(Standing.FRESH, Standing.STARTED, Standing.SETTLED, Standing.FRESH);
    }

    @Test
    void doubtEndsAtItsOffsetAlsoForTheNextOwnerAndSettledIsSettled() {
        // Given
        PartitionLedger before = new PartitionLedger(10, LedgerMetadata.doubtful(4));
        LongStream.range(10, 13).forEach(before::take);
        before.settle(10);
        before.settle(12);

        // When
        PartitionLedger after = recovered(before);

        // Then
        assertThat(LongStream.range(11, 15).mapToObj(after::take))
                .containsExactly(Standing.STARTED, Standing.SETTLED, Standing.STARTED, Standing.FRESH);
    }

    @Test
    void whatWasKnownOfALogThatWasCutIsNotSaidOfWhatGrewThere() {
        // Given
        PartitionLedger before = new PartitionLedger(10, LedgerMetadata.none());
        LongStream.range(10, 14).forEach(offset -> before.take(offset, epoch(3)));
        before.start(11);
        before.start(12);
        before.settle(13);

        // When
        PartitionLedger after = recovered(before);

        // Then
        assertThat(after.take(10, epoch(2))).isEqualTo(Standing.FRESH);
        assertThat(after.take(11, epoch(3))).isEqualTo(Standing.STARTED);
        assertThat(after.take(12, epoch(5))).isEqualTo(Standing.FRESH);
        assertThat(after.take(13, epoch(5))).isEqualTo(Standing.FRESH);
    }

    @Test
    void anEpochIsCommittedOnlyIfItProvesThatTheLogReachedTheCommittedOffset() {
        // Given
        PartitionLedger ledger = new PartitionLedger(10, LedgerMetadata.none());
        ledger.take(10, epoch(3));
        ledger.settle(10);
        OptionalInt ofTheRecord = ledger.leaderEpoch();

        // When
        ledger.reach(13, OptionalInt.empty());

        // Then
        assertThat(ofTheRecord).hasValue(3);
        assertThat(ledger.leaderEpoch()).isEmpty();
    }

    @Test
    void whatFollowsTheLastRecordProvesByItsEpochThatTheLogReachedIt() {
        // Given
        PartitionLedger ledger = new PartitionLedger(10, LedgerMetadata.none());
        ledger.take(10, OptionalInt.of(5));
        ledger.settle(10);

        // When
        ledger.reach(12, OptionalInt.of(6));

        // Then
        assertThat(ledger.committable()).isEqualTo(12);
        assertThat(ledger.leaderEpoch()).hasValue(6);
    }

    @Test
    void whatGrewInALogThatWasCutNeedsNoRecordToShowIt() {
        // Given
        BitSet settled = new BitSet();
        settled.set(2);
        PartitionLedger ledger =
                new PartitionLedger(10, new LedgerMetadata(settled, new BitSet(), 0), OptionalInt.of(5));

        // When
        ledger.reach(12, OptionalInt.of(6));

        // Then
        assertThat(ledger.take(12)).isEqualTo(Standing.FRESH);
    }

    @Test
    void aStartTakenBackLeavesNoTrace() {
        // Given
        PartitionLedger ledger = new PartitionLedger(0, LedgerMetadata.none());
        ledger.take(0);
        ledger.start(0);

        // When
        ledger.withdraw(0);

        // Then
        assertThat(recovered(ledger).take(0)).isEqualTo(Standing.FRESH);
    }

    @Test
    void whatFollowsTheLastRecordIsCommittedWithItOnceNothingIsOpen() {
        // Given
        PartitionLedger ledger = new PartitionLedger(10, LedgerMetadata.none());
        ledger.take(10);
        ledger.reach(15, OptionalInt.empty());

        // When
        long before = ledger.committable();
        ledger.settle(10);

        // Then
        assertThat(before).isEqualTo(10);
        assertThat(ledger.committable()).isEqualTo(15);
        assertThat(ledger.take(15)).isEqualTo(Standing.FRESH);
    }

    @Test
    void offsetsWithoutRecordsHoldNothingBack() {
        // Given
        PartitionLedger ledger = new PartitionLedger(0, LedgerMetadata.none());
        ledger.take(5);
        ledger.take(9);

        // When
        ledger.settle(5);

        // Then
        assertThat(ledger.committable()).isEqualTo(9);
    }

    @Test
    void aRecordTooFarFromAnUnsettledOneDoesNotFit() {
        // Given
        PartitionLedger ledger = new PartitionLedger(0, LedgerMetadata.none());

        // When
        ledger.take(0);

        // Then
        assertThat(ledger.fits(PartitionLedger.MAX_SPAN - 1)).isTrue();
        assertThat(ledger.fits(PartitionLedger.MAX_SPAN)).isFalse();
        assertThatThrownBy(() -> ledger.take(PartitionLedger.MAX_SPAN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGapOfAnyLengthIsNoObstacleOnceAllBeforeItIsSettled() {
        // Given
        PartitionLedger ledger = new PartitionLedger(0, LedgerMetadata.none());
        ledger.take(0);
        ledger.settle(0);
        long far = 5_000_000_000L;

        // When
        ledger.take(far);

        // Then
        assertThat(ledger.committable()).isEqualTo(far);
    }

    @Test
    void settlingTwiceIsABug() {
        // Given
        PartitionLedger ledger = new PartitionLedger(0, LedgerMetadata.none());
        ledger.take(0);
        ledger.take(1);
        ledger.settle(1);

        // When / Then
        assertThatThrownBy(() -> ledger.settle(1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static OptionalInt epoch(int epoch) {
        return OptionalInt.of(epoch);
    }

    private static PartitionLedger recovered(PartitionLedger ledger) {
        return new PartitionLedger(ledger.committable(), ledger.metadata(), ledger.leaderEpoch());
    }
}
