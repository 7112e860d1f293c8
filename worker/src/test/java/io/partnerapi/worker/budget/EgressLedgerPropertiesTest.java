package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds whatever happens to the ledger. */
class EgressLedgerPropertiesTest extends LedgerByHand {
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
            LedgerStep.Taken taken = step(
                    new LedgerStep.Take(
                            limit, "w" + random.nextInt(3), LedgerAge.NONE, wants, wanted, unspent, arrived),
                    now);
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
