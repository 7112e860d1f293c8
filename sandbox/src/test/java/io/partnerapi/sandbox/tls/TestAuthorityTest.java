package io.partnerapi.sandbox.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAuthorityTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path folder;

    @Test
    void signsServerCertificatesForTheseNames() throws CertificateException {
        // Given
        TestAuthority authority = TestAuthority.in(folder, CLOCK);

        // When
        CertificateAndKey server = authority.serverCertificate(List.of("localhost"), List.of("127.0.0.1"));

        // Then
        X509Certificate certificate = read(server.certificate());
        assertThatCode(() -> certificate.verify(read(authority.certificatePem()).getPublicKey()))
                .doesNotThrowAnyException();
        assertThat(certificate.getSubjectAlternativeNames().stream()
                        .map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("localhost", "127.0.0.1"));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void isTheSameWhenStartedAgainInItsFolder() throws CertificateException {
        // Given
        TestAuthority first = TestAuthority.in(folder, CLOCK);

        // When
        TestAuthority second = TestAuthority.in(folder, CLOCK);

        // Then
        assertThat(second.certificatePem()).isEqualTo(first.certificatePem());
        X509Certificate server =
                read(second.serverCertificate(List.of("localhost"), List.of()).certificate());
        assertThatCode(() -> server.verify(read(first.certificatePem()).getPublicKey()))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherAuthorityDidNotSignIt() throws CertificateException {
        // Given
        X509Certificate server = read(TestAuthority.in(folder, CLOCK)
                .serverCertificate(List.of("localhost"), List.of())
                .certificate());
        X509Certificate stranger =
                read(TestAuthority.inMemory("stranger", CLOCK).certificatePem());

        // When, Then
        assertThatThrownBy(() -> server.verify(stranger.getPublicKey())).isInstanceOf(SignatureException.class);
    }

    @Test
    void keepsItsKeyToItself() throws IOException {
        // When
        TestAuthority authority = TestAuthority.in(folder, CLOCK);

        // Then
        assertThat(Files.getPosixFilePermissions(folder.resolve("ca-key.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(TestAuthority.caFile(folder))).doesNotContain("PRIVATE");
        assertThat(authority.serverCertificate(List.of("localhost"), List.of()).toString())
                .doesNotContain("BEGIN");
    }

    @Test
    void aFileThatIsNotItsOwnIsRefused() throws IOException {
        // Given
        Files.writeString(TestAuthority.caFile(folder), "something else");
        Files.writeString(folder.resolve("ca-key.pem"), "something else");

        // When, Then
        assertThatThrownBy(() -> TestAuthority.in(folder, CLOCK)).hasMessageContaining("ca.pem is not the PEM file");
    }

    private static X509Certificate read(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }
}
