package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.ClaimAnswer.Blocked;
import io.partnerapi.worker.token.ClaimAnswer.Braked;
import io.partnerapi.worker.token.ClaimAnswer.Busy;
import io.partnerapi.worker.token.ClaimAnswer.Go;
import io.partnerapi.worker.token.ClaimAnswer.OverBudget;
import io.partnerapi.worker.token.ClaimAnswer.Valid;
import io.partnerapi.worker.token.Refusal.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock starts at 10:00 UTC; a token asked for then is stale at 11:00 and over at 11:04. */
class TokenProtocolTest {

    private static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(15);

    private TokenEntry entry = TokenEntry.EMPTY;
    private Instant now = TEN;

    @Test
    void grantsOneClaimUntilItsLeaseIsOver() {
        // When
        ClaimAnswer first = acquire("a");
        pass(10);
        ClaimAnswer second = acquire("b");
        pass(5);
        ClaimAnswer third = acquire("c");

        // Then
        assertThat(first).isEqualTo(new Go(1));
        assertThat(second).isEqualTo(new Busy("worker-a", Duration.ofSeconds(5)));
        assertThat(third).isEqualTo(new Go(2));
        assertThat(entry.requests()).containsExactly(TEN, TEN.plusSeconds(15));
    }

    @Test
    void grantsTheSameClaimAgainWithoutCountingItAgain() {
        // Given
        acquire("a");
        TokenEntry before = entry;

        // When
        ClaimAnswer again = acquire("a");

        // Then
        assertThat(again).isEqualTo(new Go(1));
        assertThat(entry).isEqualTo(before);
    }

    @Test
    void aClaimThatIsReleasedCostsNothing() {
        // Given
        acquire("a");

        // When
        ClaimEnd released = apply(new Release("a"));
        ClaimEnd again = apply(new Release("a"));

        // Then
        assertThat(released).isEqualTo(ClaimEnd.DONE);
        assertThat(again).isEqualTo(ClaimEnd.SUPERSEDED);
        assertThat(entry.requests()).isEmpty();
        assertThat(acquire("b")).isEqualTo(new Go(2));
    }

    @Test
    void whoeverHasATokenLeavesTheOneOfOtherCredentialsAlone() {
        // Given
        acquire("a");
        publish("a", token(1));
        TokenEntry before = entry;

        // When
        ClaimAnswer served = apply(new Acquire("changed", "b", "worker-b", LEASE, 0, true, TokenEntry.EMPTY));
        TokenEntry after = entry;
        ClaimAnswer without = apply(new Acquire("changed", "c", "worker-c", LEASE, 0, false, TokenEntry.EMPTY));

        // Then
        assertThat(served).isEqualTo(new Valid());
        assertThat(after).isEqualTo(before);
        assertThat(without).isEqualTo(new Go(2));
    }

    @Test
    void keepsTheTokenUntilItIsStale() {
        // Given
        acquire("a");
        publish("a", token(1));

        // When
        pass(3599);
        ClaimAnswer fresh = acquire("b");
        pass(1);
        ClaimAnswer stale = acquire("b");

        // Then
        assertThat(fresh).isEqualTo(new Valid());
        assertThat(stale).isEqualTo(new Go(2));
        assertThat(entry.token()).isEqualTo(token(1));
    }

    @Test
    void takesATokenOnlyUnderTheCurrentClaim() {
        // Given
        acquire("a");
        pass(15);
        acquire("b");
        TokenEntry claimed = entry;

        // When
        ClaimEnd late = publish("a", token(1));

        // Then
        assertThat(late).isEqualTo(ClaimEnd.SUPERSEDED);
        assertThat(entry).isEqualTo(claimed);

        // When
        ClaimEnd current = publish("b", token(2));

        // Then
        assertThat(current).isEqualTo(ClaimEnd.DONE);
        assertThat(entry.token()).isEqualTo(token(2));
        assertThat(entry.claim()).isNull();
    }

    @Test
    void takesALateTokenWhenNobodyElseClaimed() {
        // Given
        acquire("a");
        pass(60);

        // When
        ClaimEnd late = publish("a", token(1));

        // Then
        assertThat(late).isEqualTo(ClaimEnd.DONE);
    }

    @Test
    void publishesTwiceWithTheSameEffect() {
        // Given
        acquire("a");
        publish("a", token(1));
        TokenEntry once = entry;

        // When
        ClaimEnd twice = publish("a", token(1));

        // Then
        assertThat(twice).isEqualTo(ClaimEnd.DONE);
        assertThat(entry).isEqualTo(once);
    }

    @Test
    void refusesOnlyUnderTheCurrentClaim() {
        // Given
        acquire("a");
        pass(15);
        acquire("b");
        TokenEntry claimed = entry;

        // When
        ClaimEnd late = refuse("a", 1, refusal(Retry.NEVER, 0, false));

        // Then
        assertThat(late).isEqualTo(ClaimEnd.SUPERSEDED);
        assertThat(entry).isEqualTo(claimed);
    }

    @Test
    void stopsAskingWithRefusedCredentialsUntilTheyChange() {
        // Given
        acquire("a");
        refuse("a", 1, refusal(Retry.NEVER, 0, false));
        pass(1_000_000);

        // When
        ClaimAnswer same = acquire("b");
        ClaimAnswer changed = acquire("c", "changed", 0);

        // Then
        assertThat(same).isEqualTo(new Blocked("reason", "advice"));
        assertThat(changed).isEqualTo(new Go(2));

        // When
        apply(new Refuse(2, "c", "changed", refusal(Retry.NEVER, 0, false), 0, List.of()));

        // Then
        assertThat(acquire("d")).isInstanceOf(Blocked.class);
        assertThat(acquire("e", "changed", 0)).isInstanceOf(Blocked.class);
        assertThat(entry.requests()).isEmpty();
    }

    @Test
    void unblocksCredentialsThatBroughtAToken() {
        // Given
        acquire("a");
        acquire("b", "changed", 0);
        refuse("a", 1, refusal(Retry.NEVER, 0, false));
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
        apply(new Refuse(1, "a", "creds", refusal(Retry.LATER, 600, false), 0.5, List.of()));

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

    @Test
    void replacesARefusedTokenOnceInALongTime() {
        // Given
        acquire("a");
        publish("a", longToken(1));

        // When
        ClaimAnswer first = acquire("b", "creds", 1);
        publish("b", longToken(2));
        pass(3600);
        ClaimAnswer old = acquire("c", "creds", 1);
        ClaimAnswer soon = acquire("c", "creds", 2);
        pass(5 * 3600);
        ClaimAnswer later = acquire("c", "creds", 2);

        // Then
        assertThat(first).isEqualTo(new Go(2));
        assertThat(old).isEqualTo(new Valid());
        assertThat(soon).isEqualTo(new Valid());
        assertThat(later).isEqualTo(new Go(3));
    }

    @Test
    void givesBackTheRequestWhenACopyWasPublished() {
        // Given
        acquire("a");

        // When
        apply(new Publish("a", token(1), false, List.of()));

        // Then
        assertThat(entry.requests()).isEmpty();
        assertThat(acquire("b")).isEqualTo(new Valid());
    }

    @Test
    void remembersRequestsForADay() {
        // Given
        acquire("a");
        pass(86_400);

        // When
        acquire("b");

        // Then
        assertThat(entry.requests()).containsExactly(now);
    }

    private ClaimAnswer acquire(String claimId) {
        return acquire(claimId, "creds", 0);
    }

    private ClaimAnswer acquire(String claimId, String credentials, long refused) {
        return apply(new Acquire(credentials, claimId, "worker-" + claimId, LEASE, refused, false, TokenEntry.EMPTY));
    }

    private ClaimEnd publish(String claimId, SealedToken token, QuotaBucket... quota) {
        return apply(new Publish(claimId, token, true, List.of(quota)));
    }

    private ClaimEnd refuse(String claimId, long generation, Refusal refusal) {
        return apply(new Refuse(generation, claimId, "creds", refusal, 0, List.of()));
    }

    private <R extends java.io.Serializable> R apply(TokenEvent<R> event) {
        Applied<R> applied = event.apply(entry, now);
        entry = applied.entry();
        return applied.answer();
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    private static SealedToken token(long generation) {
        return new SealedToken(
                generation, "creds", "sealed" + generation, TEN.plusSeconds(3600), TEN.plusSeconds(3840));
    }

    private static SealedToken longToken(long generation) {
        return new SealedToken(generation, "creds", "sealed", TEN.plusSeconds(80_000), TEN.plusSeconds(86_400));
    }

    private static QuotaBucket bucket(String name, long remaining, long reset) {
        return new QuotaBucket(name, 10, remaining, Duration.ofSeconds(reset));
    }

    private static Refusal refusal(Retry retry, long atLeast, boolean mayHaveBeenIssued) {
        return new Refusal(retry, Duration.ofSeconds(atLeast), mayHaveBeenIssued, "CODE", "reason", "advice");
    }
}
