package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Token requests as RFC 6749 has them, to a server that nobody here wrote. */
class OAuthServerTest {

    private static OAuthServer server;
    private static Partner partner;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        partner = new Partner(folder);
        server = new OAuthServer(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        partner.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = TokenRequest.class,
            names = {"CLIENT_SECRET_POST", "CLIENT_SECRET_BASIC"})
    void issuesATokenForAForm(TokenRequest form) {
        // When
        TokenAnswer answer = endpoint(form).ask(OAuthServer.SECRET, () -> true).await();

        // Then
        assertThat(answer).isInstanceOf(TokenAnswer.Issued.class);
        TokenAnswer.Issued issued = (TokenAnswer.Issued) answer;
        assertThat(issued.lifetime()).isBetween(OAuthServer.LIFETIME.minusSeconds(60), OAuthServer.LIFETIME);
        assertThat(issued.quota()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = TokenRequest.class,
            names = {"CLIENT_SECRET_POST", "CLIENT_SECRET_BASIC"})
    void refusesAWrongSecretUntilItChanges(TokenRequest form) {
        // When
        TokenAnswer answer = endpoint(form).ask("wrong", () -> true).await();

        // Then
        assertThat(answer).isInstanceOf(TokenAnswer.CredentialsRefused.class);
        assertThat(((TokenAnswer.NotIssued) answer).refusal().retry()).isEqualTo(Refusal.Retry.CHANGED);
    }

    private static TokenEndpoint endpoint(TokenRequest form) {
        TokenSettings settings = new TokenSettings(
                server.tokenUrl(), form, "audience", OAuthServer.CLIENT_ID, new ClientSecret.Inline("unused"));
        return partner.endpoint(settings, Duration.ofSeconds(20));
    }
}
