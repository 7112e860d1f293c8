package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is leased, and what counts: kept, restored and moved. */
class EgressLedgerTest extends LedgerByHand {
    @Test
    void leasesNothingBeforeItKnowsWhatWasKept() {
        // Given
        ledger = EgressLedger.UNKNOWN;

        // When
        LedgerStep.Taken taken = step(take(LIMIT, "worker", 5), 0);

        // Then
        assertThat(taken.lease()).isNull();
        assertThat(ledger).isEqualTo(EgressLedger.UNKNOWN);
    }

    @Test
    void leasesNoMoreThanItsReserveBeforeThatIsKept() {
        // When
        LedgerStep.Taken first = step(take(LIMIT, "worker", 100), 0);
        LedgerStep.Taken second = step(take(LIMIT, "worker", 100), 10);
        step(new LedgerStep.Saved(LIMIT, first.save().id()), 20);
        LedgerStep.Taken third = step(take(LIMIT, "worker", 100), 30);

        // Then
        assertThat(first.lease().granted()).isEqualTo(45);
        assertThat(second.lease().granted()).isZero();
        assertThat(second.save()).isNull();
        assertThat(third.lease().granted()).isEqualTo(45);
    }

    @Test
    void whoeverIsPacedDoesNotAskAsIfForTheNextSave() {
        // Given
        LedgerStep.Take paced = new LedgerStep.Take(
                LIMIT, "worker", LedgerAge.NONE, List.of(new Want(5, 30, 1)), 30, List.of(), List.of());

        // When
        Lease lease = step(paced, 1_000).lease();

        // Then
        assertThat(lease.granted()).isBetween(1, 29);
        assertThat(lease.next()).isGreaterThanOrEqualTo(EgressLedger.SOON);
    }

    @Test
    void handsTheSavingToAnotherIfTheFirstDoesNotEndIt() {
        // Given
        LedgerStep.Taken first = step(take(LIMIT, "worker", 30), 0);

        // When
        LedgerStep.Taken soon = step(take(LIMIT, "other", 0), 2_999);
        LedgerStep.Taken late = step(take(LIMIT, "other", 0), 3_000);
        step(new LedgerStep.Saved(LIMIT, first.save().id()), 3_001);

        // Then
        assertThat(soon.save()).isNull();
        assertThat(late.save()).isNotNull();
        assertThat(ledger.saving().unsaved()).isEqualTo(30 + LIMIT.reserve());
    }

    @Test
    void goesOnFromWhatWasKeptAndCountsWhatMayHaveBeenLeasedSince() {
        // Given
        leaseAll(LIMIT, 200, 0);
        LedgerStep.Taken taken = step(take(LIMIT, "worker", 20), 60_000);
        Snapshot kept = Snapshot.of(ledger);
        assertThat(taken.lease().used()).isEqualTo(220);

        // When
        ledger = EgressLedger.UNKNOWN;
        step(new LedgerStep.Restore(LIMIT, kept, 100_000, 1_000_000), 5);

        // Then
        assertThat(ledger.used()).isEqualTo(220 + LIMIT.reserve());
        assertThat(ledger.at(LIMIT, tick(5 + 145_301)).used()).isEqualTo(20 + LIMIT.reserve());
        assertThat(ledger.at(LIMIT, tick(5 + 305_301)).used()).isZero();
    }

    @Test
    void leasesNothingForAWindowIfWhatWasKeptCannotBeRead() {
        // Given
        ledger = EgressLedger.UNKNOWN;

        // When
        step(new LedgerStep.Restore(LIMIT, Snapshot.ANYTHING, 0, 1), 0);

        // Then
        assertThat(take(LIMIT, "worker", 5, List.of(), 305_300).granted()).isZero();
        assertThat(take(LIMIT, "worker", 5, List.of(), 305_301).granted()).isPositive();
    }

    @Test
    void whatIsKeptLateMayHaveReplacedWhatWasKeptLaterSoAllIsKeptOnceMore() {
        // Given
        LedgerStep.Taken first = step(take(LIMIT, "slow", 30), 0);
        LedgerStep.Taken second = step(take(LIMIT, "quick", 10), 3_000);
        step(new LedgerStep.Saved(LIMIT, second.save().id()), 3_100);

        // When
        step(new LedgerStep.Saved(LIMIT, first.save().id()), 3_200);
        LedgerStep.Taken after = step(take(LIMIT, "quick", 10), 3_300);

        // Then
        assertThat(after.lease().granted()).isZero();
        assertThat(after.save()).isNotNull();
        step(new LedgerStep.Saved(LIMIT, after.save().id()), 3_400);
        assertThat(step(take(LIMIT, "quick", 10), 3_500).lease().granted()).isEqualTo(10);
    }

    @Test
    void isNotRestoredTwice() {
        // Given
        leaseAll(LIMIT, 10, 0);

        // When
        boolean restored = step(new LedgerStep.Restore(LIMIT, null, 0, 99), 1);

        // Then
        assertThat(restored).isFalse();
        assertThat(ledger.used()).isEqualTo(10);
    }

    @Test
    void standsStillWhenItMovesToAnotherProcess() {
        // Given
        leaseAll(LIMIT, 900, 0);

        // When
        EgressLedger moved = ledger.at(LIMIT, new Tick("two", 987_654_321));

        // Then
        assertThat(moved.used()).isEqualTo(900);
        assertThat(moved.at(LIMIT, new Tick("two", 987_654_321 + 305_000)).used())
                .isEqualTo(900);
        assertThat(moved.at(LIMIT, new Tick("two", 987_654_321 + 305_400)).used())
                .isZero();
    }

    @Test
    void aCopyThatDidNotGoOnIsForgottenByWhoeverHasSeenTheOther() {
        // Given
        leaseAll(LIMIT, 100, 0);
        EgressLedger copy = ledger;
        ledger = new LedgerStep.Take(LIMIT, "other", LedgerAge.NONE, List.of(), 0, List.of(), List.of())
                .on(copy, new Tick("two", 5))
                .ledger();
        LedgerAge seen = ledger.time().age();

        // When
        EgressLedger.Done<LedgerStep.Taken> onCopy = new LedgerStep.Take(
                        LIMIT, "worker", seen, List.of(new Want(0, 1, 1)), 1, List.of(), List.of())
                .on(copy, tick(9_000));

        // Then
        assertThat(copy.isBehind(ledger)).isTrue();
        assertThat(onCopy.answer().lease()).isNull();
        assertThat(onCopy.ledger().known()).isFalse();
    }

    @Test
    void aCallThatHasArrivedCountsNoLongerThanTheWindow() {
        // Given
        Lease lease = leaseAll(LIMIT, 10, 0);

        // When
        step(
                new LedgerStep.Take(LIMIT, "worker", LedgerAge.NONE, List.of(), 0, List.of(), List.of(lease.part(4))),
                1_000);

        // Then
        assertThat(ledger.at(LIMIT, tick(301_301)).used()).isEqualTo(6);
        assertThat(ledger.at(LIMIT, tick(305_301)).used()).isZero();
    }

    @Test
    void aCallThatIsToldOfTooLateCountsNoMore() {
        // Given
        Lease lease = leaseAll(LIMIT, 10, 0);

        // When
        step(
                new LedgerStep.Take(LIMIT, "worker", LedgerAge.NONE, List.of(), 0, List.of(), List.of(lease.part(10))),
                400_000);

        // Then
        assertThat(ledger.used()).isZero();
    }
}
