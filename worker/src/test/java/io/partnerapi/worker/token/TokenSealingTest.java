package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenSealingTest {

    private static final Instant EXPIRY = Instant.parse("2026-05-01T10:00:00Z");
    private static final TokenSealing SEALING = new TokenSealing("client|audience|https://host/token");

    @Test
    void opensWhatItSealed() {
        // When
        String sealed = SEALING.seal("secret", 7, EXPIRY, "token-value");

        // Then
        assertThat(SEALING.open("secret", 7, EXPIRY, sealed)).contains("token-value");
        assertThat(sealed).doesNotContain("token-value");
        assertThat(SEALING.seal("secret", 7, EXPIRY, "token-value")).isNotEqualTo(sealed);
    }

    @Test
    void opensNothingElse() {
        // Given
        String sealed = SEALING.seal("secret", 7, EXPIRY, "token-value");

        // When
        // Then
        assertThat(SEALING.open("another", 7, EXPIRY, sealed)).isEmpty();
        assertThat(SEALING.open("secret", 8, EXPIRY, sealed)).isEmpty();
        assertThat(SEALING.open("secret", 7, EXPIRY.plusSeconds(1), sealed)).isEmpty();
        assertThat(new TokenSealing("other|audience|https://host/token").open("secret", 7, EXPIRY, sealed))
                .isEmpty();
        assertThat(SEALING.open("secret", 7, EXPIRY, "not base64!")).isEmpty();
        assertThat(SEALING.open("secret", 7, EXPIRY, "")).isEmpty();
    }

    @Property(tries = 200)
    void opensNothingDamaged(
            @ForAll @IntRange(min = 0, max = 54) int position, @ForAll @IntRange(min = 1, max = 255) int bits) {
        // Given
        byte[] bytes = Base64.getDecoder().decode(SEALING.seal("secret", 7, EXPIRY, "token-value"));
        bytes[position] ^= (byte) bits;

        // When
        // Then
        assertThat(SEALING.open("secret", 7, EXPIRY, Base64.getEncoder().encodeToString(bytes)))
                .isEmpty();
    }

    @Test
    void showsNoSecretInItsTextForms() {
        // Given
        Credentials credentials = Credentials.of("key", "top-secret");

        // When
        // Then
        assertThat(credentials.toString()).doesNotContain("top-secret");
        assertThat(credentials.fingerprint()).doesNotContain("top-secret").hasSize(32);
        assertThat(credentials.fingerprint())
                .isEqualTo(Credentials.of("key", "top-secret").fingerprint());
        assertThat(credentials.fingerprint())
                .isNotEqualTo(Credentials.of("key", "top-secret2").fingerprint());
        assertThat(new AccessToken(3, "the-token", 0).toString()).isEqualTo("AccessToken[generation=3]");
    }
}
