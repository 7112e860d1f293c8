package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.sandbox.tls.TestAuthority;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void tokensAreGivenToFormsToo() {
        // Given
        MultiMap form = MultiMap.caseInsensitiveMultiMap();
        PartnerClient.tokenRequest().forEach(field -> form.add(field.getKey(), String.valueOf(field.getValue())));

        // When
        HttpResponse<Buffer> response =
                client.request(HttpMethod.POST, api.tokenUrl()).sendForm(form).await();

        // Then
        assertThat(response.bodyAsJsonObject().getInteger("expires_in")).isEqualTo(86_400);
        assertThat(response.getHeader("Auth0-Client-Quota-Limit"))
                .isEqualTo("b=per_hour;q=42;r=41;t=900,b=per_day;q=100;r=99;t=51300");
    }

    @Test
    void aSpentQuotaTellsWhenToComeBackAndThenGivesAToken() {
        // Given
        api.controls().rules(rules -> rules.withTokenQuota(QuotaRule.perHour(1)));
        client.token();

        // When
        HttpResponse<Buffer> spent = client.requestToken();
        time.advance(Duration.ofMinutes(15));
        HttpResponse<Buffer> reset = client.requestToken();

        // Then
        assertThat(spent.statusCode()).isEqualTo(429);
        assertThat(spent.getHeader("Retry-After")).isEqualTo("900");
        assertThat(spent.getHeader("Auth0-Client-Quota-Limit")).isEqualTo("b=per_hour;q=1;r=0;t=900");
        assertThat(reset.statusCode()).isEqualTo(200);
        assertThat(api.ledger().tokenRequests()).isEqualTo(3);
        assertThat(api.ledger().tokensIssued()).isEqualTo(2);
    }

    @Test
    void aQuotaHeaderCanComeAsSeveralFields() {
        // Given
        api.controls().rules(rules -> rules.withQuotaHeader(QuotaHeader.FIELD_PER_BUCKET));

        // When
        HttpResponse<Buffer> response = client.requestToken();

        // Then
        assertThat(response.headers().getAll("Auth0-Client-Quota-Limit"))
                .containsExactly("b=per_hour;q=42;r=41;t=900", "b=per_day;q=100;r=99;t=51300");
    }

    @Test
    void anExpiredTokenIsRefusedAndANewerOneIsNot() {
        // Given
        String old = client.token();
        time.advance(Duration.ofHours(23));
        String fresh = client.token();
        time.advance(Duration.ofHours(1));

        // When
        HttpResponse<Buffer> expired = client.get(old, "cards");
        HttpResponse<Buffer> valid = client.get(fresh, "cards");

        // Then
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(valid.statusCode()).isEqualTo(200);
        assertThat(calls()).extracting(LedgerEntry::generation).containsExactly(1L, 2L);
    }

    @Test
    void revokedTokensAreRefused() {
        // Given
        String token = client.token();
        api.controls().revokeTokens();

        // When
        HttpResponse<Buffer> response = client.get(token, "cards");

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void theCallBeyondTheLimitIsRefusedUntilTheWindowHasSlidExactly() {
        // Given
        String token = client.token();
        api.controls().rules(rules -> rules.withCallLimit(3, Duration.ofMinutes(5)));
        List<Integer> statuses = new ArrayList<>();

        // When
        for (long seconds : List.of(0L, 60L, 60L, 0L, 179L, 1L, 0L)) {
            time.advance(Duration.ofSeconds(seconds));
            statuses.add(client.get(token, "cards/card-1").statusCode());
        }

        // Then
        assertThat(statuses).containsExactly(200, 200, 200, 429, 429, 429, 429);
        assertThat(api.ledger().worstWindow()).isEqualTo(6);
    }

    @Test
    void theCallAfterNineHundredIsRefusedByTheLoadBalancer() {
        // Given
        String token = client.token();
        for (int call = 1; call <= 900; call++) {
            client.get(token, "cards/card-1");
            time.advance(Duration.ofMillis(1));
        }

        // When
        HttpResponse<Buffer> refused = client.get(token, "cards/card-1");
        time.advance(Duration.ofMinutes(5).minusMillis(899));
        HttpResponse<Buffer> afterwards = client.get(token, "cards/card-1");

        // Then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.getHeader("Server")).isEqualTo("awselb/2.0");
        assertThat(refused.getHeader("Retry-After")).isNull();
        assertThat(refused.bodyAsJsonObject())
                .isEqualTo(new JsonObject().put("error", "Sending more than 900 requests in 5 minutes is not allowed"));
        assertThat(afterwards.statusCode()).isEqualTo(200);
        assertThat(api.ledger().worstWindow()).isEqualTo(901);
    }

    @Test
    void clientAddressesAreLimitedApart() {
        // Given
        String token = client.token();
        api.controls().rules(rules -> rules.withCallLimit(1, Duration.ofMinutes(5)));
        client.get(token, "cards/card-1");
        try (PartnerClient other =
                new PartnerClient(api, PartnerClient.options(HttpVersion.HTTP_1_1, api.caFile()), "127.0.0.2")) {
            // When
            HttpResponse<Buffer> response = other.get(token, "cards/card-1");

            // Then
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(calls()).extracting(LedgerEntry::client).containsExactly("127.0.0.1", "127.0.0.2");
        }
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
}
