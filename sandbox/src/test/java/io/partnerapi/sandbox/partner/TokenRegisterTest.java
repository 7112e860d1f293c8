package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.TokenRegister.Issued;
import io.partnerapi.sandbox.partner.TokenRegister.Standing;
import io.partnerapi.sandbox.partner.TokenRegister.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenRegisterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:45:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final TokenRegister register = new TokenRegister();

    @Test
    void aSecondTokenDoesNotEndTheFirst() {
        // Given
        Issued first = register.issue(NOW, HOUR);
        Issued second = register.issue(NOW, HOUR);

        // When
        Standing standing = register.standing(first.value(), NOW);

        // Then
        assertThat(standing).isEqualTo(new Standing(1, State.VALID));
        assertThat(second.generation()).isEqualTo(2);
        assertThat(second.value()).isNotEqualTo(first.value());
    }

    @Test
    void expiresAtTheEndOfItsLife() {
        // Given
        Issued token = register.issue(NOW, HOUR);

        // When
        Standing before = register.standing(token.value(), NOW.plus(HOUR).minusNanos(1));
        Standing after = register.standing(token.value(), NOW.plus(HOUR));

        // Then
        assertThat(before.state()).isEqualTo(State.VALID);
        assertThat(after).isEqualTo(new Standing(1, State.EXPIRED));
    }

    @Test
    void revocationEndsWhatWasIssuedBefore() {
        // Given
        Issued before = register.issue(NOW, HOUR);

        // When
        int revoked = register.revokeAll();
        Issued after = register.issue(NOW, HOUR);

        // Then
        assertThat(revoked).isEqualTo(1);
        assertThat(register.standing(before.value(), NOW).state()).isEqualTo(State.REVOKED);
        assertThat(register.standing(after.value(), NOW).state()).isEqualTo(State.VALID);
        assertThat(register.revokeAll()).isEqualTo(1);
    }

    @Test
    void forgetsTheOldestBeyondItsLimit() {
        // Given
        Issued first = register.issue(NOW, HOUR);
        for (int i = 0; i < TokenRegister.MAX_TOKENS; i++) {
            register.issue(NOW, HOUR);
        }

        // When
        Standing standing = register.standing(first.value(), NOW);

        // Then
        assertThat(standing).isEqualTo(new Standing(0, State.UNKNOWN));
    }

    @Test
    void aTokenDoesNotShowInText() {
        // When
        Issued token = register.issue(NOW, HOUR);

        // Then
        assertThat(token.toString()).doesNotContain(token.value());
    }
}
