package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
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

class BudgetWindowTest {

    private static final BudgetLimit LIMIT = new BudgetLimit(10, 60_000, 2_000);

    private BudgetWindow window = BudgetWindow.EMPTY;

    /**
     * Whatever is leased, used or given back, in whatever order, while the clock of the ledger goes back at times: no
     * window sees more calls arrive than the limit allows.
     */
    @Property
    void noWindowHoldsMoreArrivalsThanTheLimit(
            @ForAll @IntRange(min = 1, max = 12) int calls,
            @ForAll @IntRange(min = 100, max = 20_000) int windowMillis,
            @ForAll @IntRange(min = 2, max = 3_000) int guardMillis,
            @ForAll long seed) {
        // Given
        window = BudgetWindow.EMPTY;
        BudgetLimit limit = new BudgetLimit(calls, windowMillis, guardMillis);
        Random random = new Random(seed);
        PriorityQueue<GiveBack> givingBack = new PriorityQueue<>(Comparator.comparingLong(GiveBack::at));
        List<Long> arrivals = new ArrayList<>();
        long clockIsBehind = 0;

        // When
        for (long now = 0; now < 8L * windowMillis; now += random.nextInt(1 + windowMillis / 20)) {
            while (!givingBack.isEmpty() && givingBack.peek().at() <= now) {
                window = window.giveBack(givingBack.remove().slice(), 1);
            }
            clockIsBehind += random.nextInt(50) == 0 ? random.nextInt(2 * windowMillis) : 0;
            Lease lease = lease(limit, random.nextInt(2 * calls), now - clockIsBehind);
            for (int i = 0; i < lease.granted(); i++) {
                long at = now + random.nextInt(guardMillis / 2 + 1);
                if (random.nextInt(4) == 0) {
                    givingBack.add(new GiveBack(at, lease.slice()));
                } else {
                    arrivals.add(at + random.nextInt(guardMillis / 2 + 1));
                }
            }
        }

        // Then
        assertThat(Arrivals.most(arrivals, windowMillis)).isLessThanOrEqualTo(calls);
    }

    /** Under more demand than fits, each permit is leased again after no longer than window, guard, slice and tick. */
    @Property
    void leasesAgainWhatHasLeft(
            @ForAll @IntRange(min = 1, max = 1_000) int calls,
            @ForAll @IntRange(min = 1_000, max = 400_000) int windowMillis,
            @ForAll long seed) {
        // Given
        window = BudgetWindow.EMPTY;
        BudgetLimit limit = new BudgetLimit(calls, windowMillis, windowMillis / 60);
        Random random = new Random(seed);
        int tick = 1 + windowMillis / 100;
        long cycle = limit.spanMillis() + limit.sliceMillis() + tick;
        int leased = 0;

        // When
        for (long now = 0; now < 5 * cycle; now += 1 + random.nextInt(tick)) {
            leased += lease(limit, Math.max(1, calls / 20), now).granted();
        }

        // Then
        assertThat(leased).isGreaterThanOrEqualTo(4 * calls);
    }

    /** The figure of the guarantee for the default settings: the most that a window allows, in use. */
    @Test
    void usesNinetyEightPercentOfTheDefaultLimit() {
        // Given
        BudgetLimit limit = new BudgetLimit(900, 300_000, 5_000);
        Duration run = Duration.ofHours(5);
        int leased = 0;

        // When
        for (long now = 0; now < run.toMillis(); now += 100) {
            leased += lease(limit, 1, now).granted();
        }

        // Then
        double allowed = 900.0 * run.toMillis() / 300_000;
        assertThat(leased / allowed).isBetween(0.98, 1.0);
    }

    @Test
    void grantsWhatIsFreeAndTellsWhenTheOldestLeaves() {
        // Given
        lease(LIMIT, 7, 0);
        lease(LIMIT, 1, 30_000);

        // When
        Lease lease = lease(LIMIT, 5, 40_000);

        // Then
        assertThat(lease.granted()).isEqualTo(2);
        assertThat(lease.used()).isEqualTo(10);
        assertThat(lease(LIMIT, 5, 50_000).next()).isEqualTo(Duration.ofMillis(62_001 - 50_000));
        assertThat(lease(LIMIT, 5, 62_000).granted()).isZero();
        assertThat(lease(LIMIT, 5, 62_001).granted()).isEqualTo(5);
    }

    @Test
    void tellsWhenAllThatMayComeBackHasComeBack() {
        // Given
        lease(LIMIT, 10, 0);

        // When
        Lease lease = lease(LIMIT, 5, 100);

        // Then
        assertThat(lease.next()).isEqualTo(Duration.ofMillis(1_000 + 200 - 100));
    }

    @Test
    void grantsNoMoreThanItIsTold() {
        // When
        BudgetWindow.Leased leased = window.lease(LIMIT, 5, 2, 0);

        // Then
        assertThat(leased.lease().granted()).isEqualTo(2);
    }

    @Test
    void whatComesBackIsFree() {
        // Given
        Lease first = lease(LIMIT, 6, 0);
        lease(LIMIT, 4, 1_000);

        // When
        window = window.giveBack(first.slice(), 3);

        // Then
        assertThat(lease(LIMIT, 10, 1_000).granted()).isEqualTo(3);
    }

    @Test
    void whatComesBackTooLateFreesNothingElse() {
        // Given
        Lease first = lease(LIMIT, 6, 0);
        lease(LIMIT, 10, 62_001);

        // When
        window = window.giveBack(first.slice(), 6);

        // Then
        assertThat(window.used()).isEqualTo(10);
    }

    @Test
    void aClockThatGoesBackMakesPermitsCountLonger() {
        // Given
        lease(LIMIT, 10, 3_600_000);

        // When
        lease(LIMIT, 1, 0);

        // Then
        assertThat(lease(LIMIT, 1, 62_000).granted()).isZero();
        assertThat(lease(LIMIT, 1, 62_001).granted()).isEqualTo(1);
    }

    @Test
    void staysCompact() throws IOException {
        // Given
        BudgetLimit limit = new BudgetLimit(100_000, 300_000, 5_000);
        for (long now = 0; now < 1_000_000; now += 10) {
            lease(limit, 1, now);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        // When
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(window);
        }

        // Then
        assertThat(bytes.size()).isLessThan(8_000);
    }

    private Lease lease(BudgetLimit limit, int wanted, long now) {
        BudgetWindow.Leased leased = window.lease(limit, wanted, wanted, now);
        window = leased.window();
        return leased.lease();
    }

    private record GiveBack(long at, long slice) {}
}
