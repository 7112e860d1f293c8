package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.ClaimAnswer.Busy;
import io.partnerapi.worker.token.ClaimAnswer.Go;
import io.partnerapi.worker.token.ClaimAnswer.Valid;
import io.partnerapi.worker.token.Refusal.Retry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may ask for a token, and which token counts. */
class TokenProtocolTest extends ProtocolByHand {
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
        ClaimEnd late = refuse("a", 1, refusal(Retry.CHANGED, 1800, false));

        // Then
        assertThat(late).isEqualTo(ClaimEnd.SUPERSEDED);
        assertThat(entry).isEqualTo(claimed);
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

    private static SealedToken longToken(long generation) {
        return new SealedToken(generation, "creds", "sealed", TEN.plusSeconds(80_000), TEN.plusSeconds(86_400));
    }
}
