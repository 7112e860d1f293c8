package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {

    @TempDir
    Path dir;

    @Test
    void readsTheFileAgainWhenItChanges() throws IOException {
        // Given
        Path file = Files.writeString(dir.resolve("secret"), "first\n");
        SecretSource source = source(new ClientSecret.FromFile(file));
        Credentials first = credentials(source);

        // When
        Files.writeString(file, "second\r\n");

        // Then
        assertThat(first.secret()).isEqualTo("first");
        assertThat(credentials(source).secret()).isEqualTo("second");
        assertThat(credentials(source).fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void givesAnInlineSecret() {
        // When
        // Then
        assertThat(credentials(source(new ClientSecret.Inline("abc"))).secret()).isEqualTo("abc");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        // Given
        Path missing = dir.resolve("missing");
        Path empty = Files.writeString(dir.resolve("empty"), " \n");
        Path binary = Files.write(dir.resolve("binary"), new byte[] {(byte) 0xc3, 0x28});
        Path huge = Files.writeString(dir.resolve("huge"), "x".repeat(SecretSource.LONGEST_SECRET + 1));

        // When
        // Then
        assertThat(problem(missing)).isEqualTo("partner.client-secret-file " + missing + " does not exist");
        assertThat(problem(empty)).endsWith("is empty");
        assertThat(problem(binary)).endsWith("is not UTF-8 text");
        assertThat(problem(huge)).endsWith("is longer than 8192 bytes");
        assertThat(problem(dir)).contains("cannot be read");
    }

    private static String problem(Path file) {
        return source(new ClientSecret.FromFile(file)).read().fold(read -> "read", SecretReading.Unreadable::reason);
    }

    private static Credentials credentials(SecretSource source) {
        return source.read().fold(read -> read, unreadable -> new Credentials(unreadable.reason(), ""));
    }

    private static SecretSource source(ClientSecret secret) {
        return new SecretSource(new TokenSettings(
                URI.create("https://localhost/token"), TokenRequest.JSON, "audience", "client", secret));
    }
}
