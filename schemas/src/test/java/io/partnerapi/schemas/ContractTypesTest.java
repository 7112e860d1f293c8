package io.partnerapi.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the records promise beside being read and written. */
class ContractTypesTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void aCommandExpiresAtItsDeadlineOrSoLongAfterItsRecord() {
        assertThat(command(null, null).expiresAt(NOON)).isNull();
        assertThat(command(NOON.minusSeconds(1), null).expiresAt(NOON)).isEqualTo(NOON.minusSeconds(1));
        assertThat(command(null, Duration.ofSeconds(90)).expiresAt(NOON)).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void aCommandCannotBeMadeAgainstTheRules() {
        assertThatThrownBy(() -> command(NOON, Duration.ofSeconds(1)))
                .hasMessage("/ttl and deadline exclude each other.");
        assertThatThrownBy(() -> command(null, Duration.ofDays(7).plusNanos(1)))
                .hasMessage("/ttl must be more than zero and at most PT168H.");
        assertThatThrownBy(() -> command(Limits.MAX_DEADLINE.plusNanos(1), null))
                .hasMessage("/deadline must lie in the years 0000 to 9999.");
    }

    @Test
    void recordsKeepCopiesAndShowNoPersonalData() {
        // Given
        Map<String, List<String>> headers = new HashMap<>(Map.of("set-cookie", new ArrayList<>(List.of("secret"))));
        List<Attempt> attempts = new ArrayList<>(List.of(new Attempt(NOON, 5, 200, null)));
        Result result = result(Outcome.ANSWERED, 200, null, headers, attempts);

        // When
        headers.clear();
        attempts.clear();

        // Then
        assertThat(result.headers()).containsKey("set-cookie");
        assertThat(result.attempts()).hasSize(1);
        assertThat(result.toString()).doesNotContain("secret").contains("c-1", "ANSWERED");
        assertThat(command(null, null).toString()).doesNotContain("secret").contains("c-1", "/cards");
    }

    @Test
    void anAnswerHasAStatusAndEverythingElseAReason() {
        assertThatThrownBy(() -> result(Outcome.ANSWERED, null, null, Map.of(), List.of()))
                .hasMessage("/status is required when the outcome is ANSWERED.");
        assertThatThrownBy(() -> result(Outcome.UNKNOWN, 500, null, Map.of(), List.of()))
                .hasMessage("/reason is required when the outcome is UNKNOWN.");
    }

    @Test
    void aBinaryBodyIsComparedByContentAndCannotBeChanged() {
        // Given
        byte[] bytes = {1, 2, 3};
        BinaryBody body = BinaryBody.of(bytes);

        // When
        bytes[0] = 9;
        body.toByteArray()[1] = 9;

        // Then
        assertThat(body).isEqualTo(BinaryBody.of(new byte[] {1, 2, 3})).hasToString("3 bytes");
        assertThat(body).hasSameHashCodeAs(BinaryBody.of(new byte[] {1, 2, 3}));
    }

    @Test
    void telemetryIsKeyedByWhatItIsAbout() {
        // Given
        Reason reason = new Reason("CODE", "Detail.");

        // Then
        assertThat(new TokenQuota(NOON, "client", 1, TokenQuota.Outcome.ISSUED, 200, List.of(), null).key())
                .isEqualTo("token:client");
        assertThat(new TokenRefreshed(NOON, "client", 1, NOON, 5, "w").key()).isEqualTo("token:client");
        assertThat(new TokenRefused(NOON, "client", reason, null, "w").key()).isEqualTo("token:client");
        assertThat(new ApiBudget(NOON, "office", Duration.ofMinutes(5), 900, 1, 0, 0, null).key())
                .isEqualTo("budget:office");
        assertThat(new Paused(NOON, "egress:office", reason, null).key()).isEqualTo("pause:egress:office");
        assertThat(new Resumed(NOON, "egress:office", reason).key()).isEqualTo("pause:egress:office");
    }

    private static Command command(@Nullable Instant deadline, @Nullable Duration ttl) {
        return new Command(
                "c-1",
                Target.API,
                "POST",
                "/cards",
                Map.of("name", List.of("secret")),
                Map.of("Accept", "secret"),
                JsonBody.of(TextNode.valueOf("secret")),
                null,
                null,
                null,
                deadline,
                ttl,
                null);
    }

    private static Result result(
            Outcome outcome,
            @Nullable Integer status,
            @Nullable Reason reason,
            Map<String, List<String>> headers,
            List<Attempt> attempts) {
        return new Result(
                "c-1",
                outcome,
                status,
                headers,
                JsonBody.of(TextNode.valueOf("secret")),
                null,
                reason,
                attempts,
                new Source("t", 0, 0),
                "w",
                NOON,
                NOON);
    }
}
