package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenIssuerTest {
    private static final Instant QUARTER_TO_TEN = Instant.parse("2026-03-01T09:45:00Z");
    private static final Rules RULES = Rules.STANDARD.withTokenQuota(QuotaRule.perHour(1));
    private static final Map<String, String> GOOD = Map.of(
            "client_id", "sandbox-client",
            "client_secret", "sandbox-secret",
            "audience", Credentials.SANDBOX.audience(),
            "grant_type", "client_credentials");

    private final TokenIssuer issuer = new TokenIssuer(Credentials.SANDBOX, new TokenRegister());

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("client_id", "", 400, "invalid_request"),
                Arguments.of("audience", "", 400, "invalid_request"),
                Arguments.of("grant_type", "password", 400, "unsupported_grant_type"),
                Arguments.of("client_id", "another", 401, "access_denied"),
                Arguments.of("client_secret", "wrong", 401, "access_denied"),
                Arguments.of("audience", "elsewhere", 403, "access_denied"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWithoutSpendingTheQuota(String field, String value, int status, String error) {
        // Given
        Map<String, String> fields = new HashMap<>(GOOD);
        fields.put(field, value);

        // When
        TokenIssuer.Answer refused = issuer.answer(fields, RULES, QUARTER_TO_TEN);

        // Then
        assertThat(refused.reply().status()).isEqualTo(status);
        assertThat(refused.reply().body().getString("error")).isEqualTo(error);
        assertThat(refused.generation()).isZero();
        assertThat(issuer.answer(GOOD, RULES, QUARTER_TO_TEN).reply().status()).isEqualTo(200);
    }

    @Test
    void issuesATokenAndTellsTheQuota() {
        // When
        TokenIssuer.Answer answer = issuer.answer(GOOD, RULES, QUARTER_TO_TEN);

        // Then
        assertThat(answer.generation()).isEqualTo(1);
        assertThat(answer.reply().body().getLong("expires_in")).isEqualTo(86_400);
        assertThat(answer.reply().body().getString("token_type")).isEqualTo("Bearer");
        assertThat(answer.reply().body().getString("access_token")).hasSizeGreaterThan(20);
        assertThat(answer.reply().headers())
                .containsEntry("Auth0-Client-Quota-Limit", List.of("b=per_hour;q=1;r=0;t=900"));
    }

    @Test
    void aSpentQuotaTellsWhenToComeBack() {
        // Given
        issuer.answer(GOOD, RULES, QUARTER_TO_TEN);

        // When
        TokenIssuer.Answer answer = issuer.answer(GOOD, RULES, QUARTER_TO_TEN.plusSeconds(60));

        // Then
        assertThat(answer.reply().status()).isEqualTo(429);
        assertThat(answer.reply().body().getString("error_description")).isEqualTo("Client quota exceeded");
        assertThat(answer.reply().headers())
                .containsEntry("Retry-After", List.of("840"))
                .containsEntry("X-RateLimit-Limit", List.of("1"))
                .containsEntry("X-RateLimit-Remaining", List.of("0"))
                .containsEntry(
                        "X-RateLimit-Reset",
                        List.of(String.valueOf(
                                Instant.parse("2026-03-01T10:00:00Z").getEpochSecond())))
                .containsEntry("Auth0-Client-Quota-Limit", List.of("b=per_hour;q=1;r=0;t=840"));
    }
}
