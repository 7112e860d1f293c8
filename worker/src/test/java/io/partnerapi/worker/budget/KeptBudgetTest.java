package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten calls in a minute, in a test's own time. */
class KeptBudgetTest {
    private static final BudgetLimit LIMIT = new BudgetLimit(40, 60_000, 2_000, 0, 5);

    private final HandTime time = new HandTime();
    private final MemoryLedger ledger = new MemoryLedger(time);
    private final BudgetGrid budget = ledger.grid(LIMIT, "worker", time);

    @Test
    void restoresBeforeItLeasesTheFirstPermit() {
        // When
        Lease lease = lease(5);

        // Then
        assertThat(lease.granted()).isEqualTo(5);
        assertThat(ledger.count(LedgerStep.Restore.class)).isEqualTo(1);
    }

    @Test
    void leasesAgainAsSoonAsWhatWasLeasedIsKept() {
        // Given
        lease(8);

        // When
        Lease more = lease(8);

        // Then
        assertThat(more.granted()).isEqualTo(8);
    }

    @Test
    void afterARestartWhatWasLeasedCountsAndWhatMayHaveBeen() {
        // Given
        lease(8);
        lease(8);
        time.advance(Duration.ofSeconds(10));

        // When
        ledger.restart();
        Lease lease = lease(40);
        time.advance(Duration.ofSeconds(65));
        Lease later = lease(0);

        // Then
        assertThat(lease.used()).isBetween(16 + LIMIT.reserve(), 40);
        assertThat(later.used()).isLessThanOrEqualTo(lease.granted());
    }

    @Test
    void whatIsOldEnoughCountsNoMoreAfterARestart() {
        // Given
        lease(8);
        time.advance(Duration.ofSeconds(90));

        // When
        ledger.restart();
        Lease lease = lease(0);

        // Then
        assertThat(lease.used()).isEqualTo(LIMIT.reserve());
    }

    @Test
    void aPauseIsHeardByAllAndOutlivesARestart() {
        // Given
        List<Duration> heard = new ArrayList<>();
        ledger.grid(LIMIT, "other", time).onPause(heard::add);
        lease(8);
        time.advance(Duration.ofSeconds(2));

        // When
        Future<Duration> pause = budget.pause();
        time.advance(Duration.ofMillis(50));
        Lease lease = lease(5);

        // Then
        assertThat(pause.result()).isEqualTo(Duration.ofSeconds(6));
        assertThat(heard).containsExactly(Duration.ofSeconds(6), Duration.ofSeconds(6));
        assertThat(lease.granted()).isZero();
        assertThat(lease.pause()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        ledger.restart();
        assertThat(lease(5).pause()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void aLedgerThatMissedWhatOthersDidIsRestored() {
        // Given
        lease(8);
        EgressLedger missed = ledger.ledger();
        ledger.owner = "two";
        lease(8);
        lease(8);

        // When
        ledger.replace(missed);
        Lease lease = lease(0);

        // Then
        assertThat(lease.used()).isGreaterThanOrEqualTo(24);
    }

    @Test
    void howFarTheLedgerHasComeCountsAlsoFromAnAnswerThatComesTooLate() {
        // Given
        lease(8);
        EgressLedger missed = ledger.ledger();
        ledger.owner = "two";
        ledger.answersTooLate = () -> true;
        lease(8);
        time.advance(Duration.ofSeconds(5));
        ledger.answersTooLate = () -> false;

        // When
        ledger.replace(missed);
        lease(0);

        // Then
        assertThat(ledger.count(LedgerStep.Restore.class)).isEqualTo(2);
    }

    @Test
    void whoeverWasCutOffRestoresALedgerThatMayHaveMissedWhatOthersDidAndNobodyDoesSoAgain() {
        // Given
        boolean[] cut = {false};
        List<BudgetGrid> lost = List.of(
                ledger.grid(LIMIT, "lost", time, () -> cut[0]), ledger.grid(LIMIT, "lost too", time, () -> cut[0]));
        lost.forEach(grid -> lease(grid, 4));
        EgressLedger missed = ledger.ledger();
        cut[0] = true;
        lost.forEach(grid -> lease(grid, 0));
        lease(8);
        lease(8);
        time.advance(Duration.ofSeconds(5));

        // When
        cut[0] = false;
        ledger.replace(missed);
        List<Integer> used = lost.stream().map(grid -> lease(grid, 0).used()).toList();

        // Then
        assertThat(used).allMatch(calls -> calls >= 24);
        assertThat(lease(0).used()).isEqualTo(used.get(0));
        assertThat(ledger.count(LedgerStep.Restore.class)).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsLostFailsTheLease() {
        // Given
        ledger.losesAnswer = () -> true;

        // When
        Future<Lease> lease = budget.lease(List.of(), 0, List.of(), List.of());
        time.advance(Duration.ofSeconds(1));

        // Then
        assertThat(lease.failed()).isTrue();
    }

    private Lease lease(int wanted) {
        return lease(budget, wanted);
    }

    private Lease lease(BudgetGrid budget, int wanted) {
        List<Want> wants = wanted == 0 ? List.of() : List.of(new Want(0, wanted, 1));
        Future<Lease> lease = budget.lease(wants, wanted, List.of(), List.of());
        time.advance(Duration.ofMillis(100));
        return lease.result();
    }
}
