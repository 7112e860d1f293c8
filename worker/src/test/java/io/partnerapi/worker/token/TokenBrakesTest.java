package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.ClaimAnswer.Blocked;
import io.partnerapi.worker.token.ClaimAnswer.Braked;
import io.partnerapi.worker.token.ClaimAnswer.Go;
import io.partnerapi.worker.token.ClaimAnswer.OverBudget;
import io.partnerapi.worker.token.ClaimAnswer.Valid;
import io.partnerapi.worker.token.Refusal.Retry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When nobody may ask for a token: after refusals, and when its quota is spent. */
class TokenBrakesTest extends ProtocolByHand {
    @Test
    void refusedCredentialsWaitAndChangedOnesDoNot() {
        // Given
        acquire("a");
        refuse("a", 1, refusal(Retry.CHANGED, 1800, false));
        pass(1799);

        // When
        ClaimAnswer same = acquire("b");
        ClaimAnswer changed = acquire("c", "changed", 0);

        // Then
        assertThat(same).isEqualTo(new Blocked(Duration.ofSeconds(1), "reason", "advice"));
        assertThat(changed).isEqualTo(new Go(2));

        // When
        apply(new Refuse(2, "c", "changed", refusal(Retry.CHANGED, 1800, false), 0, List.of()));

        // Then
        assertThat(acquire("d")).isInstanceOf(Blocked.class);
        assertThat(acquire("e", "changed", 0)).isInstanceOf(Blocked.class);
        assertThat(entry.requests()).isEmpty();
    }

    @Test
    void refusedCredentialsAreTriedAgainByOneWorkerAfterTheWait() {
        // Given
        acquire("a");
        refuse("a", 1, refusal(Retry.CHANGED, 1800, false));

        // When
        pass(1800);
        ClaimAnswer again = acquire("b");
        ClaimAnswer other = acquire("c");
        refuse("b", 2, refusal(Retry.CHANGED, 1800, false));
        pass(1799);

        // Then
        assertThat(again).isEqualTo(new Go(2));
        assertThat(other).isInstanceOf(ClaimAnswer.Busy.class);
        assertThat(acquire("d")).isInstanceOf(Blocked.class);
    }

    @Test
    void changedCredentialsNeedNotWaitForTheRefusedOnes() {
        // Given
        acquire("a");
        refuse("a", 1, refusal(Retry.BACKOFF, 0, false));
        pass(5);
        acquire("b");
        refuse("b", 2, refusal(Retry.CHANGED, 1800, false));

        // When
        ClaimAnswer changed = acquire("c", "changed", 0);

        // Then
        assertThat(changed).isEqualTo(new Go(3));
    }

    @Test
    void waitsAtLeastAsLongAsAFailingEndpointAsks() {
        // Given
        acquire("a");
        apply(new Refuse(1, "a", "creds", refusal(Retry.BACKOFF, 600, false), 0.5, List.of()));

        // When
        ClaimAnswer first = acquire("b");
        pass(615);
        acquire("b");
        refuse("b", 2, refusal(Retry.BACKOFF, 0, false));

        // Then
        assertThat(first).isEqualTo(new Braked(Duration.ofSeconds(615), "reason", "advice"));
        assertThat(acquire("c")).isEqualTo(new Braked(Duration.ofSeconds(10), "reason", "advice"));
    }

    @Test
    void unblocksCredentialsThatBroughtAToken() {
        // Given
        acquire("a");
        acquire("b", "changed", 0);
        refuse("a", 1, refusal(Retry.CHANGED, 1800, false));
        acquire("c", "changed", 0);
        publish("c", new SealedToken(2, "changed", "sealed", now.plusSeconds(3600), now.plusSeconds(3840)));

        // When
        ClaimAnswer old = acquire("d");

        // Then
        assertThat(old).isInstanceOf(Blocked.class);
        assertThat(acquire("e", "changed", 0)).isEqualTo(new Valid());
    }

    @Test
    void waitsAsLongAsThePartnerSaysForEveryWorker() {
        // Given
        acquire("a");
        apply(new Refuse(1, "a", "creds", refusal(Retry.LIMITED, 600, false), 0.5, List.of()));

        // When
        pass(614);
        ClaimAnswer early = acquire("b");
        pass(1);
        ClaimAnswer later = acquire("b");

        // Then
        assertThat(early).isEqualTo(new Braked(Duration.ofSeconds(1), "reason", "advice"));
        assertThat(later).isEqualTo(new Go(2));
    }

    @ParameterizedTest
    @CsvSource({"1,0,5", "2,0,10", "3,0,20", "8,0,640", "9,0,900", "60,0,900", "1,0.5,3.75", "9,1,450"})
    void doublesTheWaitAfterEachFailureInARow(int failures, double jitter, double seconds) {
        // Given
        for (int i = 1; i < failures; i++) {
            acquire("x" + i);
            refuse("x" + i, i, refusal(Retry.BACKOFF, 0, false));
            pass(900);
        }
        acquire("last");

        // When
        apply(new Refuse(failures, "last", "creds", refusal(Retry.BACKOFF, 0, false), jitter, List.of()));

        // Then
        assertThat(acquire("next"))
                .isEqualTo(new Braked(Duration.ofMillis((long) (seconds * 1000)), "reason", "advice"));
    }

    @Test
    void beginsAnewWithTheShortestWaitAfterAToken() {
        // Given
        acquire("a");
        refuse("a", 1, refusal(Retry.BACKOFF, 0, true));
        pass(5);
        acquire("b");
        publish("b", token(2));
        pass(4000);
        acquire("c");

        // When
        refuse("c", 3, refusal(Retry.BACKOFF, 0, true));

        // Then
        assertThat(acquire("d")).isEqualTo(new Braked(Duration.ofSeconds(5), "reason", "advice"));
    }

    @Test
    void neverAsksWhenNoneIsLeft() {
        // Given
        acquire("a");
        publish("a", token(1), bucket("per_hour", 0, 1800), bucket("per_day", 0, 7200));

        // When
        pass(3840);
        ClaimAnswer over = acquire("b");
        pass(3361);
        ClaimAnswer reset = acquire("b");

        // Then
        assertThat(over).isEqualTo(new OverBudget(Duration.ofSeconds(3361), "per_day"));
        assertThat(reset).isEqualTo(new Go(2));
    }

    @Test
    void keepsTheLastRequestUntilTheTokenIsNearlyOver() {
        // Given
        acquire("a");
        publish("a", token(1), bucket("per_day", 1, 50_000));

        // When
        pass(3600);
        ClaimAnswer stale = acquire("b");
        pass(120);
        ClaimAnswer nearlyOver = acquire("b");

        // Then
        assertThat(stale).isEqualTo(new OverBudget(Duration.ofSeconds(120), "per_day"));
        assertThat(nearlyOver).isEqualTo(new Go(2));
    }

    @Test
    void countsWhatMayHaveBeenIssuedSinceTheQuotaWasTold() {
        // Given
        acquire("a");
        publish("a", token(1), bucket("per_day", 2, 50_000));
        pass(3840);
        acquire("b");
        refuse("b", 2, refusal(Retry.BACKOFF, 0, true));
        pass(900);
        acquire("c");
        refuse("c", 3, refusal(Retry.BACKOFF, 0, true));
        pass(900);

        // When
        ClaimAnswer spent = acquire("d");

        // Then
        assertThat(spent).isEqualTo(new OverBudget(Duration.ofSeconds(50_001 - 5640), "per_day"));
    }

    @Test
    void doesNotCountWhatCertainlyWasNotIssued() {
        // Given
        acquire("a");
        publish("a", token(1), bucket("per_day", 1, 50_000));
        pass(3840);
        acquire("b");
        refuse("b", 2, refusal(Retry.BACKOFF, 0, false));
        pass(900);

        // When
        ClaimAnswer left = acquire("c");

        // Then
        assertThat(left).isEqualTo(new Go(3));
        assertThat(entry.requests()).containsExactly(TEN, now);
    }

    @Test
    void knowsWhenTheUtcHourAndDayEnd() {
        // Given
        now = TEN.plusSeconds(600);
        acquire("a");
        SealedToken shortLived = new SealedToken(1, "creds", "sealed", now.plusSeconds(10), now.plusSeconds(20));
        apply(new Publish("a", shortLived, true, List.of(new QuotaBucket("per_hour", 5, 0, null))));
        pass(600);

        // When
        ClaimAnswer spent = acquire("b");

        // Then
        assertThat(spent).isEqualTo(new OverBudget(Duration.ofSeconds(2400), "per_hour"));
    }

    @Test
    void ignoresAWindowThatNobodyKnowsTheEndOf() {
        // Given
        acquire("a");
        apply(new Publish("a", token(1), true, List.of(new QuotaBucket("odd", 5, 0, null))));
        pass(4000);

        // When
        ClaimAnswer answer = acquire("b");

        // Then
        assertThat(answer).isEqualTo(new Go(2));
    }

    private static QuotaBucket bucket(String name, long remaining, long reset) {
        return new QuotaBucket(name, 10, remaining, Duration.ofSeconds(reset));
    }
}
