package io.partnerapi.worker.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.Disclaimed;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.partnerapi.worker.call.CallResult.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomePolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final OutcomePolicy policy = new OutcomePolicy(3, attempt -> Duration.ofSeconds(attempt));

    static Stream<Arguments> verdicts() {
        return Stream.of(
                row(answer(200), true, 1, "ANSWERED 200"),
                row(answer(200), false, 1, "ANSWERED 200"),
                row(answer(204), true, 1, "ANSWERED 204"),
                row(answer(204), false, 1, "ANSWERED 204"),
                row(answer(404), true, 1, "ANSWERED 404"),
                row(answer(409), true, 1, "ANSWERED 409"),
                row(answer(500), true, 1, "again in PT1S for PARTNER"),
                row(answer(503), true, 2, "again in PT2S for PARTNER"),
                row(answer(503), true, 3, "ANSWERED 503"),
                row(answer(500), false, 1, "ANSWERED 500"),
                row(answer(502), true, 1, "again in PT1S for PARTNER"),
                row(answer(502), false, 1, "ANSWERED 502"),
                row(answer(503), false, 1, "ANSWERED 503"),
                row(answer(503, "server", "awselb/2.0"), false, 1, "ANSWERED 503"),
                row(answer(504), true, 1, "again in PT1S for PARTNER"),
                row(answer(504), false, 1, "ANSWERED 504"),
                row(answer(401), true, 1, "again in PT1S for PARTNER"),
                row(answer(401), false, 1, "ANSWERED 401"),
                row(answer(408), true, 1, "again in PT1S for PARTNER"),
                row(answer(408), true, 3, "ANSWERED 408"),
                row(answer(408), false, 1, "ANSWERED 408"),
                row(answer(421), true, 1, "again in PT1S for PARTNER"),
                row(answer(421), false, 2, "again in PT2S for PARTNER"),
                row(answer(421), false, 3, "ANSWERED 421"),
                row(answer(425), false, 1, "again in PT1S for PARTNER"),
                row(answer(425, "retry-after", "7"), false, 1, "again in PT7S for PARTNER"),
                row(answer(425), false, 3, "ANSWERED 425"),
                row(answer(429), true, 1, "again in PT1S for PARTNER"),
                row(answer(429), false, 1, "ANSWERED 429"),
                row(answer(429, "retry-after", "7"), true, 1, "again in PT7S for PARTNER"),
                row(answer(503, "retry-after", "Sun, 01 Mar 2026 12:00:09 GMT"), true, 1, "again in PT9S for PARTNER"),
                row(answer(503, "retry-after", "Sun, 01 Mar 2026 11:00:00 GMT"), true, 1, "again in PT1S for PARTNER"),
                row(answer(503, "retry-after", "0"), true, 1, "again in PT1S for PARTNER"),
                row(answer(503, "retry-after", "soon"), true, 1, "again in PT1S for PARTNER"),
                row(answer(503, "retry-after", "999999999999999999999"), true, 1, "again in PT1S for PARTNER"),
                row(answer(503, "retry-after", "86400"), true, 1, "again in PT15M for PARTNER"),
                row(answer(429, "server", "awselb/2.0"), true, 1, "again in PT1S for EGRESS"),
                row(answer(429, "server", "awselb/2.0"), false, 99, "again in PT1M39S for EGRESS"),
                row(answer(429, "server", "nginx"), false, 1, "ANSWERED 429"),
                row(answer(200, "x-long", "h".repeat(64 << 10)), true, 1, "ANSWERED 200 HEADERS_TOO_LARGE"),
                row(new TooLarge(200, Map.of(), 10), true, 1, "ANSWERED 200 BODY_TOO_LARGE"),
                row(new TooLarge(200, Map.of(), 10), false, 1, "ANSWERED 200 BODY_TOO_LARGE"),
                row(new NotSent("refused"), true, 1, "again in PT1S for PARTNER"),
                row(new NotSent("refused"), false, 2, "again in PT2S for PARTNER"),
                row(new NotSent("refused"), false, 3, "FAILED null NOT_SENT"),
                row(new NotSent("too large", true), true, 1, "FAILED null NOT_SENT"),
                row(new Disclaimed(), false, 4, "again in PT4S for DISCLAIMED"),
                row(new NoAnswer("reset"), true, 1, "again in PT1S for PARTNER"),
                row(new NoAnswer("reset"), true, 3, "FAILED null NO_ANSWER"),
                row(new NoAnswer("stopped", null, false), true, 3, "again in PT1S for WITHHELD"),
                row(new NoAnswer("stopped", null, false), false, 3, "UNKNOWN null NO_ANSWER"),
                row(new NoAnswer("reset"), false, 1, "UNKNOWN null NO_ANSWER"),
                row(new NoAnswer("cut off", 201), true, 1, "again in PT1S for PARTNER"),
                row(new NoAnswer("cut off", 201), true, 3, "FAILED 201 NO_ANSWER"),
                row(new NoAnswer("cut off", 201), false, 1, "UNKNOWN 201 NO_ANSWER"),
                row(new Withheld(), false, 3, "again in PT1S for WITHHELD"));
    }

    @ParameterizedTest(name = "{0}, repeatable {1}, attempt {2}: {3}")
    @MethodSource("verdicts")
    void judges(CallResult result, boolean repeatable, int attempt, String expected) {
        // When
        Verdict verdict = policy.judge(result, repeatable, attempt, attempt, NOW);

        // Then
        assertThat(text(verdict)).isEqualTo(expected);
    }

    @Test
    void eachRefusalOfTheLoadBalancerPausesLongerAndUsesUpNoAttempt() {
        // Given
        CallResult refused = answer(429, "server", "awselb/2.0");

        // When
        List<String> verdicts = Stream.of(1, 2, 5, 50)
                .map(calls -> text(policy.judge(refused, false, 1, calls, NOW)))
                .toList();

        // Then
        assertThat(verdicts)
                .containsExactly(
                        "again in PT1S for EGRESS",
                        "again in PT2S for EGRESS",
                        "again in PT5S for EGRESS",
                        "again in PT50S for EGRESS");
    }

    @Test
    void onlyWhatThePartnerCausedUsesUpAttempts() {
        assertThat(Stream.of(Verdict.Cause.values()).filter(Verdict.Cause::counts))
                .containsExactly(Verdict.Cause.PARTNER);
    }

    private static String text(Verdict verdict) {
        return verdict.fold(
                end -> {
                    Ending ending = end.ending();
                    String reason =
                            ending.reason() == null ? "" : " " + ending.reason().code();
                    return ending.outcome() + " " + ending.status() + reason;
                },
                again -> "again in " + again.after() + " for " + again.cause());
    }

    private static Arguments row(CallResult result, boolean repeatable, int attempt, String expected) {
        return Arguments.of(result, repeatable, attempt, expected);
    }

    private static Answered answer(int status, String... header) {
        return new Answered(status, header.length == 0 ? Map.of() : Map.of(header[0], List.of(header[1])), new byte[0]);
    }
}
