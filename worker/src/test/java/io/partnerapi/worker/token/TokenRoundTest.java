package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.TokenQuota;
import io.partnerapi.schemas.TokenRefreshed;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A round finds a token, and asks for one only when nobody has any. */
class TokenRoundTest extends Rounds {
    @Test
    void asksOnceAndThenTakesWhatIsThere() {
        // When
        Round first = run(0, null);
        Round second = run(0, null);

        // Then
        assertThat(value(first)).isNotEmpty().isEqualTo(value(second));
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
        assertThat(telemetry).hasSize(2);
        TokenQuota quota = (TokenQuota) telemetry.get(0);
        assertThat(quota.outcome()).isEqualTo(TokenQuota.Outcome.ISSUED);
        assertThat(quota.buckets()).extracting(TokenQuota.Bucket::remaining).containsExactly(TOKENS_A_DAY - 1L);
        assertThat(((TokenRefreshed) telemetry.get(1)).generation()).isEqualTo(1);
        assertThat(telemetry.toString()).doesNotContain(value(first));
    }

    @Test
    void givesTheGridItsCopyInsteadOfAskingAgain() {
        // Given
        HeldToken held = run(0, null).found();
        store = emptyStore();

        // When
        Round round = run(0, held);

        // Then
        assertThat(value(round)).isEqualTo(held.token().value());
        assertThat(value(run(0, null))).isEqualTo(held.token().value());
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void takesWhatOthersLeftOnTheTopicInsteadOfAsking() {
        // Given
        String theirs = value(run(0, null));
        store = emptyStore();

        // When
        Round round = run(0, null);

        // Then
        assertThat(value(round)).isEqualTo(theirs);
        assertThat(((LocalTokenStore) store).entry().requests()).isEmpty();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void asksIfTheTopicDoesNotTellWhatOthersLeft() {
        // Given
        kept = MemoryValue.unreadable();

        // When
        Round round = run(0, null);

        // Then
        assertThat(value(round)).isNotEmpty();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void asksIfWhatOthersLeftIsNearlyOver() {
        // Given
        String theirs = value(run(0, null));
        store = new LocalTokenStore(
                TokenEntry.EMPTY, Instant.now().plus(Duration.ofHours(24)).minusSeconds(60), nanos::get);

        // When
        Round round = run(0, null);

        // Then
        assertThat(value(round)).isNotEmpty().isNotEqualTo(theirs);
    }

    @Test
    void keepsItsTokenWhenTheSecretChanges() {
        // Given
        HeldToken held = run(0, null).found();
        credentials = Credentials.of(settings().key(), "changed");

        // When
        Round round = run(0, held);

        // Then
        assertThat(value(round)).isEqualTo(held.token().value());
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void replacesARefusedTokenOnce() {
        // Given
        HeldToken first = run(0, null).found();

        // When
        HeldToken second = run(first.token().generation(), first).found();
        Round third = run(second.token().generation(), second);

        // Then
        assertThat(second.token().generation()).isEqualTo(2);
        assertThat(second.token().value()).isNotEqualTo(first.token().value());
        assertThat(value(third)).isEqualTo(second.token().value());
        assertThat(third.refused()).isZero();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(2);
    }
}
