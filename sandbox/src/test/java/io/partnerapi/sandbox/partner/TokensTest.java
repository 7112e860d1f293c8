package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
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

    private List<LedgerEntry> calls() {
        return api.ledger().entries().stream()
                .filter(entry -> entry.endpoint() != Endpoint.TOKEN)
                .toList();
    }
}
