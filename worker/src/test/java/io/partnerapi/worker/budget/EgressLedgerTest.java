package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The pause of the egress group; its limit allows 3 calls a second. */
class EgressLedgerTest {

    private static final BudgetLimit LIMIT = new BudgetLimit(900, 300_000, 5_000);
    private static final long FIRST_PAUSE = 30_000;

    private EgressLedger ledger = EgressLedger.EMPTY;

    @Test
    void nobodyCallsInThePause() {
        // Given
        assertThat(refused(0)).isEqualTo(Duration.ofMillis(FIRST_PAUSE));

        // When
        Lease lease = lease(5, 10_000);

        // Then
        assertThat(lease.granted()).isZero();
        assertThat(lease.next()).isEqualTo(Duration.ofMillis(20_000));
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
        assertThat(lease(50, 2 * FIRST_PAUSE).granted()).isEqualTo(50);
    }

    @Test
    void theRampNeverExceedsTheWindow() {
        // Given
        lease(900, 0);
        refused(0);

        // When
        Lease lease = lease(5, FIRST_PAUSE);

        // Then
        assertThat(lease.granted()).isZero();
        assertThat(lease.next()).isEqualTo(Duration.ofMillis(305_001 - FIRST_PAUSE));
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

    @Test
    void aClockThatGoesBackMakesThePauseNoLonger() {
        // Given
        refused(3_600_000);

        // When
        Lease lease = lease(1, 0);

        // Then
        assertThat(lease.next()).isEqualTo(Duration.ofMillis(FIRST_PAUSE));
    }

    @Test
    void aLookChangesNothing() {
        // Given
        lease(5, 0);
        EgressLedger before = ledger;

        // When
        Lease look = lease(0, 10);

        // Then
        assertThat(look).isEqualTo(new Lease(look.slice(), 0, 5, Duration.ZERO));
        assertThat(ledger).isEqualTo(before);
    }

    private Lease lease(int wanted, long now) {
        return step(new LedgerStep.Take(LIMIT, wanted), now);
    }

    private Duration refused(long now) {
        return step(new LedgerStep.Pause(LIMIT), now);
    }

    private <R extends java.io.Serializable> R step(LedgerStep<R> step, long now) {
        EgressLedger.Done<R> done = step.on(ledger, now);
        ledger = done.ledger();
        return done.answer();
    }
}
