package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The steps on the ledger; its limit allows 3 calls a second. */
class EgressLedgerTest {

    private static final BudgetLimit LIMIT = new BudgetLimit(900, 300_000, 5_000, 0, 5);
    private static final long FIRST_PAUSE = 30_000;

    private EgressLedger ledger = known(LIMIT);

    /**
     * Whatever is leased, spent, told, given back or lost, in whatever order, while the ledger moves from one process to
     * another and all of them end at times: no window sees more calls arrive than the limit allows.
     */
    @Property
    void noWindowHoldsMoreArrivalsThanTheLimit(
            @ForAll @IntRange(min = 1, max = 40) int calls,
            @ForAll @IntRange(min = 100, max = 20_000) int windowMillis,
            @ForAll @IntRange(min = 2, max = 3_000) int guardMillis,
            @ForAll long seed) {
        // Given
        Life life = new Life(new BudgetLimit(calls, windowMillis, guardMillis, 0, 5), new Random(seed));

        // When
        for (long now = 0; now < 8L * windowMillis; now += 1 + life.random.nextInt(1 + windowMillis / 20)) {
            life.go(now);
        }

        // Then
        assertThat(Arrivals.most(life.arrivals, windowMillis)).isLessThanOrEqualTo(calls);
    }

    /** Under more demand than fits, a call that is answered counts hardly longer than the partner counts it. */
    @Property(tries = 100)
    void usesAlmostAllIfCallsAreAnswered(
            @ForAll @IntRange(min = 20, max = 500) int calls,
            @ForAll @IntRange(min = 10_000, max = 400_000) int windowMillis) {
        // Given
        BudgetLimit limit = new BudgetLimit(calls, windowMillis, windowMillis / 3, 0, 5);
        ledger = known(limit);
        int leased = 0;
        int cycles = 5;
        long tick = windowMillis / 200;

        // When
        List<Part> answered = List.of();
        for (long now = 0; now < (long) cycles * windowMillis; now += tick) {
            Lease lease = take(limit, "worker", calls, answered, now);
            leased += lease.granted();
            answered = lease.granted() == 0 ? List.of() : List.of(lease.part(lease.granted()));
        }

        // Then
        assertThat(leased).isGreaterThan((int) (0.95 * cycles * calls));
    }

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
    void aCallThatHasArrivedCountsNoLongerThanTheWindow() {
        // Given
        Lease lease = leaseAll(LIMIT, 10, 0);

        // When
        step(new LedgerStep.Take(LIMIT, "worker", List.of(), 0, List.of(), List.of(lease.part(4))), 1_000);

        // Then
        assertThat(ledger.at(LIMIT, tick(301_301)).used()).isEqualTo(6);
        assertThat(ledger.at(LIMIT, tick(305_301)).used()).isZero();
    }

    @Test
    void aCallThatIsToldOfTooLateCountsNoMore() {
        // Given
        Lease lease = leaseAll(LIMIT, 10, 0);

        // When
        step(new LedgerStep.Take(LIMIT, "worker", List.of(), 0, List.of(), List.of(lease.part(10))), 400_000);

        // Then
        assertThat(ledger.used()).isZero();
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

    private static EgressLedger known(BudgetLimit limit) {
        EgressLedger restored = new LedgerStep.Restore(limit, null, 0, 1)
                .on(EgressLedger.UNKNOWN, tick(0))
                .ledger();
        return restored.saving(Saving.NONE);
    }

    private Lease lease(int wanted, long now) {
        return take(LIMIT, "worker", wanted, List.of(), now);
    }

    /** All at one time, however often that must be kept. */
    private Lease leaseAll(BudgetLimit limit, int wanted, long now) {
        Lease all = take(limit, "worker", wanted, List.of(), now);
        int granted = all.granted();
        while (granted < wanted) {
            granted += take(limit, "worker", wanted - granted, List.of(), now).granted();
        }
        return new Lease(all.slice(), granted, ledger.used(), 0, Duration.ZERO, Duration.ZERO);
    }

    /** Keeps what is to be kept at once. */
    private Lease take(BudgetLimit limit, String worker, int wanted, List<Part> arrived, long now) {
        List<Want> wants = wanted == 0 ? List.of() : List.of(new Want(0, wanted, 1));
        LedgerStep.Taken taken = step(new LedgerStep.Take(limit, worker, wants, wanted, List.of(), arrived), now);
        if (taken.save() != null) {
            step(new LedgerStep.Saved(limit, taken.save().id()), now);
        }
        return taken.lease();
    }

    private static LedgerStep.Take take(BudgetLimit limit, String worker, int wanted) {
        List<Want> wants = wanted == 0 ? List.of() : List.of(new Want(0, wanted, 1));
        return new LedgerStep.Take(limit, worker, wants, wanted, List.of(), List.of());
    }

    private Duration refused(long now) {
        return step(new LedgerStep.Pause(LIMIT), now);
    }

    private <R extends Serializable> R step(LedgerStep<R> step, long now) {
        EgressLedger.Done<R> done = step.on(ledger, tick(now));
        ledger = done.ledger();
        return done.answer();
    }

    private static Tick tick(long millis) {
        return new Tick("one", millis);
    }

    /** Workers that do all that they may, and owners of the ledger that come and go. */
    private static final class Life {
        private final BudgetLimit limit;
        private final Random random;
        private final List<Long> arrivals = new ArrayList<>();
        private final PriorityQueue<Told> told = new PriorityQueue<>(Comparator.comparingLong(Told::at));
        private EgressLedger ledger = EgressLedger.UNKNOWN;
        private Snapshot kept;
        private long keptAt;
        private String owner = "owner";
        private long clock;

        private record Told(long at, boolean spent, Part part) {}

        Life(BudgetLimit limit, Random random) {
            this.limit = limit;
            this.random = random;
        }

        void go(long now) {
            if (random.nextInt(60) == 0) {
                owner = "owner" + now;
                clock = random.nextInt(1_000_000) - 500_000;
            }
            if (random.nextInt(80) == 0) {
                ledger = EgressLedger.UNKNOWN;
                told.clear();
            }
            if (!ledger.known()) {
                long elapsed = Math.max(0, (long) ((now - keptAt) * random.nextDouble()));
                step(new LedgerStep.Restore(limit, kept, elapsed, 1_000 + now), now);
            }
            List<Part> unspent = new ArrayList<>();
            List<Part> arrived = new ArrayList<>();
            while (!told.isEmpty() && told.peek().at() <= now) {
                Told next = told.remove();
                (next.spent() ? arrived : unspent).add(next.part());
            }
            int wanted = random.nextInt(2 * limit.calls());
            List<Want> wants = wanted == 0 ? List.of() : List.of(new Want(0, wanted, 1));
            LedgerStep.Taken taken =
                    step(new LedgerStep.Take(limit, "w" + random.nextInt(3), wants, wanted, unspent, arrived), now);
            if (taken.save() != null && random.nextInt(5) > 0) {
                kept = taken.save();
                keptAt = now;
                step(new LedgerStep.Saved(limit, kept.id()), now);
            }
            use(taken.lease(), now);
        }

        private void use(Lease lease, long now) {
            for (int i = 0; i < lease.granted(); i++) {
                long at = now + random.nextInt((int) limit.guardMillis() / 2 + 1);
                if (random.nextInt(4) == 0) {
                    told.add(new Told(at, false, lease.part(1)));
                } else {
                    long arrival = at + random.nextInt((int) limit.guardMillis() / 2 + 1);
                    arrivals.add(arrival);
                    if (random.nextInt(4) > 0) {
                        told.add(new Told(arrival + random.nextInt(1_000), true, lease.part(1)));
                    }
                }
            }
        }

        private <R extends Serializable> R step(LedgerStep<R> step, long now) {
            EgressLedger.Done<R> done = step.on(ledger, new Tick(owner, now + clock));
            ledger = done.ledger();
            return done.answer();
        }
    }
}
