package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pause of the egress group, and the time after it. */
class LedgerPauseTest extends LedgerByHand {
    private static final long FIRST_PAUSE = 30_000;

    @Test
    void aPauseBeforeWhatWasKeptIsKnownStands() {
        // Given
        ledger = EgressLedger.UNKNOWN;
        refused(0);

        // When
        step(new LedgerStep.Restore(LIMIT, null, 0, 1_000_000), 10_000);

        // Then
        assertThat(lease(5, 10_000).pause()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void nobodyCallsInThePause() {
        // Given
        assertThat(refused(0)).isEqualTo(Duration.ofMillis(FIRST_PAUSE));

        // When
        Lease lease = lease(5, 10_000);

        // Then
        assertThat(lease.granted()).isZero();
        assertThat(lease.next()).isEqualTo(Duration.ofMillis(20_000));
        assertThat(lease.pause()).isEqualTo(Duration.ofMillis(20_000));
    }

    @Test
    void resumesWithOneCallThenAtATenthOfTheRateThenInFull() {
        // Given
        refused(0);

        // When
        Lease first = lease(5, FIRST_PAUSE);

        // Then
        assertThat(first.granted()).isEqualTo(1);
        assertThat(first.next()).isEqualTo(Duration.ofMillis(3_334));
        assertThat(lease(5, FIRST_PAUSE + 3_333).granted()).isZero();
        assertThat(lease(5, FIRST_PAUSE + 3_334).granted()).isEqualTo(1);
        assertThat(lease(50, 2 * FIRST_PAUSE - 1).granted()).isEqualTo(7);
        assertThat(lease(30, 2 * FIRST_PAUSE).granted()).isEqualTo(30);
    }

    @Test
    void callsOfBeforeThePauseDoNotUseUpTheRamp() {
        // Given
        Lease before = leaseAll(LIMIT, 10, 0);
        refused(1_000);

        // When
        long resumed = 1_000 + FIRST_PAUSE;
        Lease first = take(LIMIT, "worker", 5, List.of(before.part(10)), resumed);

        // Then
        assertThat(first.granted()).isEqualTo(1);
        assertThat(lease(5, resumed + 3_334).granted()).isEqualTo(1);
    }

    @Test
    void theRampOutlivesARestart() {
        // Given
        refused(0);
        Snapshot kept = Snapshot.of(ledger.at(LIMIT, tick(FIRST_PAUSE + 1_000)));

        // When
        ledger = EgressLedger.UNKNOWN;
        step(new LedgerStep.Restore(LIMIT, kept, 1_000, 1_000_000), 0);
        ledger = ledger.saving(Saving.NONE);

        // Then
        assertThat(lease(50, 0).granted()).isEqualTo(1);
        assertThat(refused(10)).isEqualTo(Duration.ofMillis(2 * FIRST_PAUSE));
    }

    @Test
    void theRampNeverExceedsTheWindow() {
        // Given
        leaseAll(LIMIT, 900, 0);
        refused(0);

        // When
        Lease lease = lease(5, FIRST_PAUSE);

        // Then
        assertThat(lease.granted()).isZero();
        assertThat(lease.next()).isEqualTo(Duration.ofMillis(305_301 - FIRST_PAUSE));
    }

    @Test
    void aRefusalWithinThePauseBelongsToIt() {
        // Given
        refused(0);

        // When
        Duration again = refused(10_000);

        // Then
        assertThat(again).isEqualTo(Duration.ofMillis(20_000));
    }

    @Test
    void doublesWhileItRepeatsUpToTheWindow() {
        // Given
        long now = 0;
        Duration pause = refused(now);

        for (long seconds : new long[] {60, 120, 240, 300, 300}) {
            // When
            now += pause.toMillis() + 1;
            pause = refused(now);

            // Then
            assertThat(pause).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void startsAnewAfterTheRamp() {
        // Given
        refused(0);

        // When
        Duration later = refused(2 * FIRST_PAUSE);

        // Then
        assertThat(later).isEqualTo(Duration.ofMillis(FIRST_PAUSE));
    }
}
