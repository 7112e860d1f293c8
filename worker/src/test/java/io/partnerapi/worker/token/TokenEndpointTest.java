package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.NotSslRecordException;
import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.process.FreePorts;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenEndpointTest {

    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final String SECRET = Credentials.SANDBOX.clientSecret();

    @TempDir
    static Path dir;

    private Partner partner;

    @BeforeEach
    void start() {
        partner = new Partner(dir);
    }

    @AfterEach
    void stop() {
        partner.close();
    }

    @Test
    void bringsATokenAndTheQuota() {
        // When
        TokenAnswer answer = partner.endpoint().ask(SECRET, () -> true).await();

        // Then
        assertThat(answer).isInstanceOf(TokenAnswer.Issued.class);
        TokenAnswer.Issued issued = (TokenAnswer.Issued) answer;
        assertThat(issued.lifetime()).isEqualTo(Duration.ofHours(24));
        assertThat(issued.quota()).extracting(QuotaBucket::name).containsExactly("per_hour", "per_day");
        assertThat(issued.quota()).extracting(QuotaBucket::remaining).containsExactly(41L, 99L);
        assertThat(issued.toString()).doesNotContain(issued.token());
    }

    @Test
    void tellsThatTheCredentialsAreWrong() {
        // When
        TokenAnswer answer = partner.endpoint().ask("wrong-secret", () -> true).await();

        // Then
        assertThat(answer).isInstanceOf(TokenAnswer.CredentialsRefused.class);
        assertThat(answer.toString()).doesNotContain("wrong-secret");
    }

    @Test
    void waitsNoLongerThanItsTimeout() {
        // Given
        fault(new FaultAction.Hang());

        // When
        Refusal refusal = refusal(partner.endpoint(partner.settings(Partner.secret()), SHORT));

        // Then
        assertThat(refusal.reason())
                .isEqualTo("token endpoint https://localhost:%d: no answer within 3 s"
                        .formatted(partner.api.tokenUrl().getPort()));
        assertThat(refusal.mayHaveBeenIssued()).isTrue();
    }

    @Test
    void waitsNoLongerThanItsTimeoutForTheWholeAnswer() {
        // Given
        fault(new FaultAction.SlowBody(Duration.ofMinutes(1)));

        // When
        Refusal refusal = refusal(partner.endpoint(partner.settings(Partner.secret()), SHORT));

        // Then
        assertThat(refusal.reason()).contains("no answer within 3 s");
        assertThat(refusal.mayHaveBeenIssued()).isTrue();
    }

    /** A message of the TLS engine repeats it. */
    @Test
    void tellsNothingOfWhatIsNoTls() {
        // When
        Refusal refusal = RequestFailures.of(
                new NotSslRecordException("not an SSL/TLS record: 736563726574"), partner.api.tokenUrl(), SHORT);

        // Then
        assertThat(refusal.reason()).contains("not TLS").doesNotContain("736563726574");
        assertThat(refusal.mayHaveBeenIssued()).isFalse();
    }

    @Test
    void asksNothingOnceItIsTooLate() {
        // When
        TokenAnswer answer = partner.endpoint().ask(SECRET, () -> false).await();

        // Then
        assertThat(answer).isInstanceOfSatisfying(TokenAnswer.NoAnswer.class, none -> assertThat(none.refusal())
                .isEqualTo(RequestFailures.tooLate()));
        assertThat(partner.api.ledger().tokenRequests()).isZero();
    }

    @Test
    void tellsThatTheConnectionBroke() {
        // Given
        fault(new FaultAction.Reset());

        // When
        Refusal refusal = refusal(partner.endpoint());

        // Then
        assertThat(refusal.reason()).contains("the connection failed");
        assertThat(refusal.mayHaveBeenIssued()).isTrue();
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void takesTheSecretNowhereElse() {
        // Given
        String elsewhere = partner.api.tokenUrl().toString();
        fault(new FaultAction.Answer(307, Map.of("Location", elsewhere), ""));

        // When
        TokenAnswer answer = partner.endpoint().ask(SECRET, () -> true).await();

        // Then
        assertThat(answer).isInstanceOf(TokenAnswer.Unclear.class);
        assertThat(partner.api.ledger().tokenRequests()).isEqualTo(1);
    }

    @Test
    void takesNoMoreOfAnAnswerThanItHasRoomFor() {
        // Given
        fault(new FaultAction.OversizedBody(4L * BoundedBody.MOST_BYTES));

        // When
        TokenAnswer answer = partner.endpoint().ask(SECRET, () -> true).await();

        // Then
        assertThat(answer).isInstanceOf(TokenAnswer.Unclear.class);
    }

    @Test
    void tellsThatTheCertificateIsNotTrusted() {
        // Given
        TokenEndpoint trustsOthers = new TokenEndpoint(
                WebClient.create(partner.vertx),
                partner.settings(Partner.secret()),
                Partner.TIMEOUT,
                Clock.systemUTC());

        // When
        Refusal refusal = refusal(trustsOthers);

        // Then
        assertThat(refusal.reason()).contains("certificate not trusted: ");
        assertThat(refusal.advice()).contains("partner.trusted-certificates");
        assertThat(refusal.mayHaveBeenIssued()).isFalse();
    }

    @Test
    void tellsThatNobodyListens() {
        // Given
        int port = FreePorts.one();

        // When
        Refusal refusal = refusal(endpoint("https://localhost:" + port + "/oauth/token"));

        // Then
        assertThat(refusal.reason()).startsWith("token endpoint https://localhost:" + port + ": cannot connect: ");
        assertThat(refusal.mayHaveBeenIssued()).isFalse();
    }

    @Test
    void tellsThatTheHostIsUnknown() {
        // When
        Refusal refusal = refusal(endpoint("https://no-such-host.invalid/oauth/token"));

        // Then
        assertThat(refusal.reason()).isEqualTo("token endpoint https://no-such-host.invalid: host not found");
        assertThat(refusal.mayHaveBeenIssued()).isFalse();
    }

    @Test
    void tellsThatThePeerSpeaksNoTls() {
        // Given
        HttpServer plain = partner.vertx
                .createHttpServer()
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .await();

        // When
        Refusal refusal = refusal(endpoint("https://localhost:" + plain.actualPort() + "/oauth/token"));

        // Then
        assertThat(refusal.reason()).containsIgnoringCase("TLS");
    }

    private void fault(FaultAction action) {
        partner.api.controls().inject(Fault.always(Endpoint.TOKEN, action));
    }

    private TokenEndpoint endpoint(String url) {
        return partner.endpoint(Partner.settings(URI.create(url), Partner.secret()), Duration.ofSeconds(20));
    }

    private static Refusal refusal(TokenEndpoint endpoint) {
        TokenAnswer answer = endpoint.ask(SECRET, () -> true).await();
        assertThat(answer.toString()).doesNotContain(SECRET);
        return ((TokenAnswer.NotIssued) answer).refusal();
    }
}
