package io.partnerapi.worker.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.worker.settle.PartitionLedger.Standing;
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
        assertThat(ledger.metadata().text()).isEqualTo("pw1.Ag..f09384d3");
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
        ledger.reach(15);

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

    private static PartitionLedger recovered(PartitionLedger ledger) {
        return new PartitionLedger(
                ledger.committable(),
                LedgerMetadata.parse(ledger.metadata().text()).known());
    }
}
