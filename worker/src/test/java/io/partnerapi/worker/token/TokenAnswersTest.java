package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.Refusal.Retry;
import io.partnerapi.worker.token.TokenAnswer.AudienceRefused;
import io.partnerapi.worker.token.TokenAnswer.CredentialsRefused;
import io.partnerapi.worker.token.TokenAnswer.GrantMissing;
import io.partnerapi.worker.token.TokenAnswer.Issued;
import io.partnerapi.worker.token.TokenAnswer.NoAnswer;
import io.partnerapi.worker.token.TokenAnswer.NotIssued;
import io.partnerapi.worker.token.TokenAnswer.QuotaSpent;
import io.partnerapi.worker.token.TokenAnswer.RequestRefused;
import io.partnerapi.worker.token.TokenAnswer.ServerTrouble;
import io.partnerapi.worker.token.TokenAnswer.TenantLimited;
import io.partnerapi.worker.token.TokenAnswer.Unclear;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenAnswersTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:15:00Z");
    private static final String CLIENT_QUOTA =
            "{\"error\":\"too_many_requests\",\"error_description\":\"Client quota exceeded\"}";
    private static final String TENANT =
            "{\"error\":\"too_many_requests\",\"error_description\":\"Too many requests. Check the X-RateLimit-Limit\"}";

    static Stream<Arguments> refusals() {
        return Stream.of(
                answer(
                        401,
                        "{\"error\":\"access_denied\",\"error_description\":\"Unauthorized\"}",
                        CredentialsRefused.class,
                        Retry.CHANGED,
                        1800),
                answer(401, "Unauthorized", CredentialsRefused.class, Retry.CHANGED, 1800),
                answer(401, "{\"error\":\"invalid_client\"}", CredentialsRefused.class, Retry.CHANGED, 1800),
                answer(400, "{\"error\":\"invalid_client\"}", CredentialsRefused.class, Retry.CHANGED, 1800),
                answer(403, "{\"error\":\"access_denied\"}", CredentialsRefused.class, Retry.CHANGED, 1800),
                answer(
                        403,
                        "{\"error\":\"access_denied\",\"error_description\":\"Service not enabled within domain: x\"}",
                        AudienceRefused.class,
                        Retry.CHANGED,
                        1800),
                answer(
                        403,
                        "{\"error\":\"access_denied\",\"error_description\":\"Client is not authorized. You need to create a \\\"client-grant\\\" for it\"}",
                        GrantMissing.class,
                        Retry.CHANGED,
                        1800),
                answer(403, "{\"error\":\"unauthorized_client\"}", GrantMissing.class, Retry.CHANGED, 1800),
                answer(400, "{\"error\":\"unauthorized_client\"}", GrantMissing.class, Retry.CHANGED, 1800),
                answer(403, "<html>blocked</html>", CredentialsRefused.class, Retry.CHANGED, 1800),
                answer(400, "{\"error\":\"invalid_request\"}", RequestRefused.class, Retry.BACKOFF, 0),
                answer(404, "not found", RequestRefused.class, Retry.BACKOFF, 0),
                answer(
                        404,
                        "{\"message\":\"no Route matched with those values\"}",
                        RequestRefused.class,
                        Retry.BACKOFF,
                        0),
                answer(405, "", RequestRefused.class, Retry.BACKOFF, 0),
                answer(407, "", RequestRefused.class, Retry.BACKOFF, 0),
                answer(410, "", RequestRefused.class, Retry.BACKOFF, 0),
                answer(421, "", RequestRefused.class, Retry.BACKOFF, 0),
                answer(425, "", RequestRefused.class, Retry.BACKOFF, 0),
                answer(499, "", RequestRefused.class, Retry.BACKOFF, 0),
                answer(429, CLIENT_QUOTA, QuotaSpent.class, Retry.LIMITED, 2_700),
                answer(429, TENANT, TenantLimited.class, Retry.LIMITED, 60),
                answer(429, "", TenantLimited.class, Retry.LIMITED, 60),
                answer(500, "{}", ServerTrouble.class, Retry.BACKOFF, 0),
                answer(503, "<html>", ServerTrouble.class, Retry.BACKOFF, 0),
                answer(0, "", NoAnswer.class, Retry.BACKOFF, 0),
                answer(99, "", NoAnswer.class, Retry.BACKOFF, 0),
                answer(600, "", NoAnswer.class, Retry.BACKOFF, 0),
                answer(999, CLIENT_QUOTA, NoAnswer.class, Retry.BACKOFF, 0),
                answer(302, "", Unclear.class, Retry.BACKOFF, 0),
                answer(200, "", Unclear.class, Retry.BACKOFF, 0),
                answer(200, "[1]", Unclear.class, Retry.BACKOFF, 0),
                answer(200, "{\"access_token\":7,\"expires_in\":60}", Unclear.class, Retry.BACKOFF, 0),
                answer(200, "{\"access_token\":\"\",\"expires_in\":60}", Unclear.class, Retry.BACKOFF, 0),
                answer(200, "{\"access_token\":\"a\\r\\nb\",\"expires_in\":60}", Unclear.class, Retry.BACKOFF, 0),
                answer(200, "{\"access_token\":\"abc\",\"expires_in\":0}", Unclear.class, Retry.BACKOFF, 0),
                answer(200, "{\"access_token\":\"abc\",\"expires_in\":-5}", Unclear.class, Retry.BACKOFF, 0));
    }

    private static Arguments answer(int status, String body, Class<?> type, Retry retry, long atLeast) {
        return Arguments.of(status, body, type, retry, Duration.ofSeconds(atLeast));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refusals")
    void classifiesWhatIsNoToken(int status, String body, Class<?> type, Retry retry, Duration atLeast) {
        // When
        TokenAnswer answer = TokenAnswers.classify(status, headers(Map.of()), body, NOW);

        // Then
        assertThat(answer).isInstanceOf(type).isInstanceOf(NotIssued.class);
        Refusal refusal = ((NotIssued) answer).refusal();
        assertThat(refusal.retry()).isEqualTo(retry);
        assertThat(refusal.atLeast()).isEqualTo(atLeast);
        assertThat(refusal.mayHaveBeenIssued()).isEqualTo(status < 400 || status >= 500);
        assertThat(answer.status()).isEqualTo(type == NoAnswer.class ? null : Integer.valueOf(status));
        assertThat(refusal.reason()).contains(Integer.toString(status));
    }

    @ParameterizedTest
    @CsvSource({
        "expires_in 86400,        86400",
        "expires_in 36000,        36000",
        "expires_in 4,            4",
        "expires_in 3600.9,       3600",
        "expires_in \"7200\",     7200",
        "expires_in null,         36000",
        "expires_in \"soon\",     36000",
        "expires_in {},           36000",
        "expires_in 1e300,        86400",
        "expires_in 999999999,    86400",
        "other 1,                 36000",
    })
    void takesTheLifetimeAsFarAsItMakesSense(String field, long seconds) {
        // Given
        String[] parts = field.strip().split(" ", 2);
        String body =
                "{\"access_token\":\"abc.def\",\"token_type\":\"Bearer\",\"%s\":%s}".formatted(parts[0], parts[1]);

        // When
        TokenAnswer answer = TokenAnswers.classify(200, headers(Map.of()), body, NOW);

        // Then
        assertThat(answer).isEqualTo(new Issued(200, List.of(), "abc.def", Duration.ofSeconds(seconds)));
        assertThat(answer.toString()).doesNotContain("abc");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                 '',                       '',           2700",
        "5,                                  '',                       '',           60",
        "600,                                '',                       '',           600",
        "86400,                              '',                       '',           86400",
        "9999999999,                         '',                       '',           90000",
        "'Fri, 01 May 2026 10:20:00 GMT',    '',                       '',           300",
        "'Thu, 30 Apr 2026 10:20:00 GMT',    '',                       '',           2700",
        "nonsense,                           1777631400,               '',           900",
        "'',                                 1777631400,               '',           900",
        "120,                                1777631400,               '',           120",
        "120,                                '',                       'b=per_hour;q=2;r=0;t=2700,b=per_day;q=9;r=3;t=50000', 2701",
        "3000,                               '',                       'b=per_hour;q=2;r=0;t=2700', 3000",
    })
    void waitsAsLongAsTheLongestOfWhatA429Says(String retryAfter, String reset, String quota, long seconds) {
        // Given
        MultiMap headers =
                headers(Map.of("retry-after", retryAfter, "x-ratelimit-reset", reset, QuotaHeader.CLIENT, quota));

        // When
        TokenAnswer answer = TokenAnswers.classify(429, headers, CLIENT_QUOTA, NOW);

        // Then
        assertThat(((NotIssued) answer).refusal().atLeast()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "503, 30,                              30",
        "500, 'Fri, 01 May 2026 10:20:00 GMT', 300",
        "504, 86400,                           3600",
        "503, 'Thu, 30 Apr 2026 10:20:00 GMT', 0",
        "503, nonsense,                        0",
        "404, 120,                             120",
        "302, 120,                             120",
    })
    void waitsAsLongAsAFailingEndpointAsks(int status, String retryAfter, long seconds) {
        // Given
        // When it would let a good request through again, which says nothing about a broken endpoint.
        MultiMap headers = headers(Map.of("retry-after", retryAfter, "x-ratelimit-reset", "1777639999"));

        // When
        TokenAnswer answer = TokenAnswers.classify(status, headers, "", NOW);

        // Then
        assertThat(((NotIssued) answer).refusal().retry()).isEqualTo(Retry.BACKOFF);
        assertThat(((NotIssued) answer).refusal().atLeast()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void readsBothQuotaHeaders() {
        // Given
        MultiMap headers = headers(Map.of(
                "auth0-client-quota-limit", "b=per_day;q=100;r=99;t=60",
                "auth0-organization-quota-limit", "b=per_day;q=10;r=9;t=60"));

        // When
        TokenAnswer answer = TokenAnswers.classify(200, headers, "{\"access_token\":\"abc\",\"expires_in\":60}", NOW);

        // Then
        assertThat(answer.quota())
                .containsExactly(
                        new QuotaBucket("per_day", 100, 99, Duration.ofSeconds(60)),
                        new QuotaBucket("organization.per_day", 10, 9, Duration.ofSeconds(60)));
    }

    @Property
    void neverFailsAndNeverRepeatsTheBody(@ForAll @IntRange(min = 100, max = 599) int status, @ForAll String text) {
        // Given
        String body = "{\"error_description\":\"SENTINEL%s\"}".formatted(text);

        // When
        TokenAnswer answer = TokenAnswers.classify(status, headers(Map.of("retry-after", text)), body, NOW);

        // Then
        assertThat(answer.toString()).doesNotContain("SENTINEL");
    }

    private static MultiMap headers(Map<String, String> values) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        values.forEach((name, value) -> {
            if (!value.isEmpty()) {
                headers.add(name, value);
            }
        });
        return headers;
    }
}
