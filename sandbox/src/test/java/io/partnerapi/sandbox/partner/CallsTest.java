package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallsTest {
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
    @CsvSource({
        "GET,   organizations?limit=2&page=1,            200",
        "GET,   cardholders?organizationId=org-2,        200",
        "GET,   cardholders/cardholder-1-1,              200",
        "GET,   card-accounts,                           200",
        "GET,   cards/available-cards,                   200",
        "GET,   cards/card-1/pin,                        200",
        "GET,   transactions?organizationId=org-1,       200",
        "GET,   cards?limit=0,                           400",
        "GET,   cards?page=x,                            400",
        "GET,   cards/card-9999,                         404",
        "GET,   nothing/here,                            404",
        "DELETE,cards/card-1,                            404",
        "POST,  cards/card-1/lock,                       200"
    })
    void answersWithoutABody(String method, String path, int status) {
        // Given
        String token = client.token();

        // When
        HttpResponse<Buffer> response = client.sent(client.call(HttpMethod.valueOf(method), path, token), null)
                .await();

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.bodyAsJsonObject()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "POST  | cards/cardholder-1-1         | {'label': 'x'}                      | 200 | card-issued card-201",
                "POST  | cards/cardholder-1-1/instant | {}                                  | 200 | card-issued card-201",
                "POST  | cards/card-1/replace         | {'reason': 'LOST'}                  | 200 | card-replaced card-1 by card-201",
                "PATCH | cards/card-1                 | {'label': 'y'}                      | 200 | card-updated card-1",
                "PUT   | cards/limits/card-1          | {'limit': {'value': 5, 'currency': 'EUR'}} | 200 | card-limits-set card-1",
                "POST  | cards/details                | {'cardIds': ['card-1']}             | 200 |",
                "POST  | transactions/details         | {'transactionIds': []}              | 200 |",
                "POST  | cardholders/invite           | {'organizationId': 'org-1', 'firstName': 'A', 'lastName': 'B', 'email': 'c@d.example'} | 200 | cardholder-invited cardholder-1-21",
                "POST  | cards/cardholder-1-1         | {'label': 5}                        | 400 |",
                "POST  | cards/nobody                 | {}                                  | 404 |"
            })
    void answersWithABodyAndLedgersTheEffect(String method, String path, String body, int status, String effect) {
        // Given
        String token = client.token();

        // When
        HttpResponse<Buffer> response =
                client.send(HttpMethod.valueOf(method), token, path, new JsonObject(body.replace('\'', '"')));

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(calls()).singleElement().satisfies(entry -> {
            assertThat(entry.status()).isEqualTo(status);
            assertThat(entry.effect()).isEqualTo(effect);
            assertThat(entry.open()).isFalse();
        });
    }

    @Test
    void aRepeatedCommandActsTwiceAndTheLedgerTells() {
        // Given
        String token = client.token();

        // When
        for (int repeat = 0; repeat < 2; repeat++) {
            client.call(HttpMethod.POST, "cards/cardholder-1-1", token)
                    .putHeader("X-Request-Id", "issue-7")
                    .sendJsonObject(new JsonObject())
                    .await();
        }

        // Then
        assertThat(api.ledger().callsByCommand().get("issue-7")).hasSize(2);
        assertThat(api.ledger().effectsByCommand().get("issue-7"))
                .extracting(LedgerEntry::effect)
                .containsExactly("card-issued card-201", "card-issued card-202");
    }

    @Test
    void aBodyThatIsNoJsonObjectIsRefused() {
        // Given
        String token = client.token();

        // When
        HttpResponse<Buffer> response = client.call(HttpMethod.POST, "cards/cardholder-1-1", token)
                .sendBuffer(Buffer.buffer("{\"label\": "))
                .await();

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(api.ledger().effects()).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        // Given
        String token = client.token();

        // When
        HttpResponse<Buffer> response = client.call(HttpMethod.POST, "cards/cardholder-1-1", token)
                .sendBuffer(Buffer.buffer(new byte[(int) Bodies.MAX_BYTES + 1]))
                .await();

        // Then
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void theVersionHeaderMustBeThere() {
        // Given
        String token = client.token();

        // When
        HttpResponse<Buffer> response = client.request(
                        HttpMethod.GET, api.baseUrl().resolve("cards"))
                .bearerTokenAuthentication(token)
                .send()
                .await();

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsString()).contains("Pliant-API-Version");
    }

    @Test
    void thePciApiTellsCardNumbersToWhoTracesTheRequest() {
        // Given
        String token = client.token();

        // When
        HttpResponse<Buffer> traced = client.pci(HttpMethod.GET, "/card-details/card-1", token)
                .putHeader("Pliant-Trace-Id", UUID.randomUUID().toString())
                .send()
                .await();
        HttpResponse<Buffer> untraced =
                client.pci(HttpMethod.GET, "/card-details/card-1", token).send().await();

        // Then
        assertThat(traced.bodyAsJsonObject().getString("pan")).startsWith("424242");
        assertThat(untraced.statusCode()).isEqualTo(400);
        assertThat(calls()).extracting(LedgerEntry::endpoint).containsOnly(Endpoint.PCI);
    }

    private List<LedgerEntry> calls() {
        return api.ledger().entries().stream()
                .filter(entry -> entry.endpoint() != Endpoint.TOKEN)
                .toList();
    }

    @Test
    void refusesConnectionsAndAcceptsThemAgainOnTheSamePort() {
        // Given
        String token = client.token();
        HttpMethod get = HttpMethod.GET;

        // When
        api.refuse();
        Future<HttpResponse<Buffer>> meanwhile = client.sent(client.call(get, "organizations", token), null);

        // Then
        assertThatThrownBy(meanwhile::await).hasMessageContaining("refused");
        api.accept();
        assertThat(client.sent(client.call(get, "organizations", token), null)
                        .await()
                        .statusCode())
                .isEqualTo(200);
    }
}
