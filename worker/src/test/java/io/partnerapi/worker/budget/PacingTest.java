package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Three calls a second. */
class PacingTest {
    private static final BudgetLimit LIMIT = new BudgetLimit(900, 300_000, 5_000, 0, 5);
    private static final long SOON = 500;
    private static final long LATE = 60_000;

    @Test
    void givesTheRateOfTheLimitWhenLittleIsFree() {
        // Given
        Pacing pacing = new Pacing(0).after(LIMIT, 0, 10, 0);
        int had = 0;

        // When
        for (long now = 0; now <= 60_000; now += 100) {
            int allowed = pacing.allowed(LIMIT, 20, SOON, now);
            pacing = pacing.after(LIMIT, allowed, 20, now);
            had += allowed;
        }

        // Then
        assertThat(had).isBetween(180, 200);
    }

    @Test
    void givesTwiceTheRateWhenAllIsFree() {
        // Given
        Pacing pacing = Pacing.NONE;

        // When
        int allowed = pacing.allowed(LIMIT, 900, SOON, 1_000);

        // Then
        assertThat(allowed).isEqualTo(6);
        assertThat(pacing.after(LIMIT, 6, 900, 1_000).next(LIMIT, 900, 1_000)).isEqualTo(167);
    }

    @Test
    void keepsSomeForWhatIsUrgentAndMoreWhileNothingComesFree() {
        // When
        // Then
        assertThat(Pacing.NONE.allowed(LIMIT, 9, SOON, 5_000)).isZero();
        assertThat(Pacing.NONE.allowed(LIMIT, 12, SOON, 5_000)).isEqualTo(3);
        assertThat(Pacing.NONE.allowed(LIMIT, 80, LATE, 5_000)).isZero();
        assertThat(Pacing.NONE.allowed(LIMIT, 92, LATE, 5_000)).isEqualTo(2);
    }

    @Test
    void aBurstOfWhatIsUrgentHoldsTheOthersUpForATenthOfAWindowAtMost() {
        // Given
        Pacing after = Pacing.NONE.after(LIMIT, 500, 700, 10_000);

        // When
        int during = after.allowed(LIMIT, 200, SOON, 39_999);
        int later = after.allowed(LIMIT, 200, SOON, 41_000);

        // Then
        assertThat(during).isZero();
        assertThat(later).isPositive();
    }

    @Test
    void whatWasNotHadIsNotHadLater() {
        // When
        int allowed = Pacing.NONE.allowed(LIMIT, 300, SOON, 3_600_000);

        // Then
        assertThat(allowed).isEqualTo(20);
    }
}
