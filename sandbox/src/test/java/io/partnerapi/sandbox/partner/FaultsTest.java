package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {
    private static final String ISSUE = "cards/cardholder-1-1";

    @TempDir
    Path folder;

    private PartnerApi api;
    private PartnerClient client;
    private String token;

    @BeforeEach
    void start() {
        api = PartnerApi.start(PartnerApiOptions.in(folder).withRules(Rules::withoutLatency));
        client = new PartnerClient(api, HttpVersion.HTTP_2);
        token = client.token();
    }

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void anAnswerTakesThePlaceOfProcessing() {
        // Given
        inject(new FaultAction.Answer(
                502, Map.of("Content-Type", "text/html", "Retry-After", "1"), "<html>bad</html>"));

        // When
        HttpResponse<Buffer> response = client.send(HttpMethod.POST, token, ISSUE, new JsonObject());

        // Then
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.getHeader("Content-Type")).isEqualTo("text/html");
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
        assertThat(response.bodyAsString()).isEqualTo("<html>bad</html>");
        assertThat(api.ledger().effects()).isEmpty();
        assertThat(last().fault()).isEqualTo("answer-502");
    }

    @Test
    void anErrorCanHideThatTheCallTookEffect() {
        // Given
        api.controls()
                .inject(Fault.always(Endpoint.API, FaultAction.Answer.json(500, "{}"))
                        .afterProcessing());

        // When
        HttpResponse<Buffer> response = client.send(HttpMethod.POST, token, ISSUE, new JsonObject());

        // Then
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(last().effect()).isEqualTo("card-issued card-201");
    }

    @Test
    void http1ConnectionsAreClosed() {
        // Given
        inject(new FaultAction.Reset());
        try (PartnerClient old = new PartnerClient(api, HttpVersion.HTTP_1_1)) {
            // When, Then
            assertThatThrownBy(() -> old.send(HttpMethod.POST, token, ISSUE, new JsonObject()))
                    .isInstanceOf(HttpClosedException.class);
            assertThat(api.ledger().effects()).isEmpty();
        }
    }

    @Test
    void http2StreamsAreResetAndTheConnectionGoesOn() {
        // Given
        api.controls()
                .inject(Fault.always(Endpoint.API, new FaultAction.Reset())
                        .afterProcessing()
                        .times(1));

        // When, Then
        assertThatThrownBy(() -> client.send(HttpMethod.POST, token, ISSUE, new JsonObject()))
                .isInstanceOfSatisfying(StreamResetException.class, reset -> assertThat(reset.getCode())
                        .isEqualTo(2));
        assertThat(last().effect()).isEqualTo("card-issued card-201");
        assertThat(client.get(token, "cards/card-201").statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusedStreamSaysSo() {
        // Given
        inject(new FaultAction.RefuseStream());

        // When, Then
        assertThatThrownBy(() -> client.send(HttpMethod.POST, token, ISSUE, new JsonObject()))
                .isInstanceOfSatisfying(StreamResetException.class, reset -> assertThat(reset.getCode())
                        .isEqualTo(7));
        assertThat(api.ledger().effects()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aHangingCallIsNeverAnswered(HttpVersion version) {
        // Given
        inject(new FaultAction.Hang());
        try (PartnerClient patient = new PartnerClient(api, version)) {
            // When
            Future<HttpResponse<Buffer>> response =
                    patient.call(HttpMethod.GET, "cards", token).timeout(300).send();

            // Then
            assertThatThrownBy(response::await).isInstanceOf(TimeoutException.class);
            assertThat(last()).satisfies(entry -> {
                assertThat(entry.fault()).isEqualTo("hang");
                assertThat(entry.status()).isZero();
            });
        }
    }

    @Test
    void aSlowBodyDripsOverItsTimeAndIsWhole() {
        // Given
        inject(new FaultAction.SlowBody(Duration.ofMillis(400)));
        long before = System.nanoTime();

        // When
        HttpResponse<Buffer> response = client.get(token, "cards/card-1");

        // Then
        assertThat(response.bodyAsJsonObject().getString("cardId")).isEqualTo("card-1");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void anOversizedBodyHasTheSizeAskedFor() {
        // Given
        inject(new FaultAction.OversizedBody(1_000_000));

        // When
        HttpResponse<Buffer> response = client.get(token, "cards/card-1");

        // Then
        assertThat(response.body().length()).isEqualTo(1_000_000);
        assertThat(response.bodyAsJsonObject().fieldNames()).containsExactly("padding");
    }

    @Test
    void aTokenCanBeIssuedAndItsAnswerLost() {
        // Given
        api.controls()
                .inject(Fault.always(Endpoint.TOKEN, new FaultAction.Reset())
                        .afterProcessing()
                        .times(1));

        // When, Then
        assertThatThrownBy(client::requestToken).isInstanceOf(StreamResetException.class);
        assertThat(last()).satisfies(entry -> {
            assertThat(entry.generation()).isEqualTo(2);
            assertThat(entry.effect()).isEqualTo("token-issued 2");
        });
        assertThat(client.requestToken().getHeader("Auth0-Client-Quota-Limit")).contains("q=42;r=39");
    }

    @Test
    void aTokenFaultCanComeBeforeAnythingIsIssued() {
        // Given
        api.controls().inject(Fault.always(Endpoint.TOKEN, FaultAction.Answer.json(500, "{}")));

        // When
        HttpResponse<Buffer> response = client.requestToken();

        // Then
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(api.ledger().tokensIssued()).isEqualTo(1);
        assertThat(api.ledger().tokenRequests()).isEqualTo(2);
    }

    @Test
    void faultsEndWhenCleared() {
        // Given
        inject(new FaultAction.Hang());
        api.controls().clearFaults();

        // When
        HttpResponse<Buffer> response = client.get(token, "cards/card-1");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerStandsInTheLedger() {
        // Given
        api.controls().rules(rules -> rules.withLatency(Latency.fixed(Duration.ofMinutes(1))));
        Future<HttpResponse<Buffer>> response =
                client.call(HttpMethod.POST, ISSUE, token).timeout(300).sendJsonObject(new JsonObject());

        // When, Then
        assertThatThrownBy(response::await).isInstanceOf(TimeoutException.class);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(last().fault()).isEqualTo("client-gone"));
        assertThat(last().effect()).isEqualTo("card-issued card-201");
        assertThat(last().open()).isFalse();
    }

    private void inject(FaultAction action) {
        api.controls().inject(Fault.always(Endpoint.API, action));
    }

    private LedgerEntry last() {
        return api.ledger().entries().get(api.ledger().entries().size() - 1);
    }
}
