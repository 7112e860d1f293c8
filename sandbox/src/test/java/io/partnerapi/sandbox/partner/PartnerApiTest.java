package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.sandbox.tls.TestAuthority;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartnerApiTest {
    private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T09:45:00Z"));

    @TempDir
    Path folder;

    private PartnerApi api;
    private PartnerClient client;

    @BeforeEach
    void start() {
        api = PartnerApi.start(
                PartnerApiOptions.in(folder).withRules(Rules::withoutLatency).withTime(time.source()));
        client = new PartnerClient(api, HttpVersion.HTTP_2);
    }

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void speaksBothVersionsOfHttp(HttpVersion version) {
        // Given
        try (PartnerClient speaker = new PartnerClient(api, version)) {
            // When
            HttpResponse<Buffer> response = speaker.get(speaker.token(), "organizations/org-1");

            // Then
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.bodyAsJsonObject().getString("organizationId")).isEqualTo("org-1");
        }
    }

    @Test
    void http2CanBeSwitchedOff(@TempDir Path other) {
        // Given
        try (PartnerApi old =
                        PartnerApi.start(PartnerApiOptions.in(other).withListen(Listen.LOOPBACK.withHttp2(false)));
                PartnerClient speaker = new PartnerClient(old, HttpVersion.HTTP_2)) {
            // When
            HttpResponse<Buffer> response = speaker.requestToken();

            // Then
            assertThat(response.version()).isEqualTo(HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void aClientThatTrustsAnotherAuthorityDoesNotConnect(@TempDir Path other) throws IOException {
        // Given
        Path stranger = Files.writeString(
                other.resolve("ca.pem"),
                TestAuthority.inMemory("stranger", Clock.systemUTC()).certificatePem());
        try (PartnerClient distrustful =
                new PartnerClient(api, PartnerClient.options(HttpVersion.HTTP_1_1, stranger))) {
            // When, Then
            assertThatThrownBy(distrustful::requestToken).isInstanceOf(SSLHandshakeException.class);
            assertThat(api.ledger().tokenRequests()).isZero();
        }
    }

    @Test
    void startedAgainInTheSameFolderItIsStillTrusted() {
        // Given
        api.close();
        api = PartnerApi.start(PartnerApiOptions.in(folder));
        try (PartnerClient again = new PartnerClient(api, HttpVersion.HTTP_2)) {
            // When
            HttpResponse<Buffer> response = again.requestToken();

            // Then
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsAClearErrorAndLeavesNothingRunning() {
        // Given
        int taken = api.baseUrl().getPort();
        Listen listen = Listen.LOOPBACK.withPorts(0, taken, 0);

        // When, Then
        assertThatThrownBy(() -> PartnerApi.start(PartnerApiOptions.in(folder).withListen(listen)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pciPort=" + taken);
    }

    @Test
    void closingTwiceIsHarmless() {
        // Given
        api.close();

        // When, Then
        assertThatCode(api::close).doesNotThrowAnyException();
    }
}
