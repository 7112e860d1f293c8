package io.partnerapi.worker.outcome;

import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.call.CallResult;
import io.partnerapi.worker.call.CallResult.Answered;
import io.partnerapi.worker.call.CallResult.Disclaimed;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.TooLarge;
import io.partnerapi.worker.call.CallResult.Withheld;
import io.partnerapi.worker.outcome.Verdict.Again;
import io.partnerapi.worker.outcome.Verdict.Cause;
import io.partnerapi.worker.outcome.Verdict.Final;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an attempt means: pure.
 *
 * <pre>
 *   result                         repeatable            not repeatable
 *   answer, load balancer's 429    again                 again
 *   answer 421, 425                again, then ANSWERED  again, then ANSWERED
 *   answer 401, 408, 429, 5xx      again, then ANSWERED  ANSWERED
 *   any other answer, with or
 *     without a body               ANSWERED              ANSWERED
 *   answer too large               ANSWERED, no body     ANSWERED, no body
 *   certainly not processed        again, then FAILED    again, then FAILED
 *   left to another connection     again                 again
 *   perhaps processed, no answer   again, then FAILED    UNKNOWN
 *   withheld by ourselves          again                 again
 * </pre>
 *
 * The load balancer's 429 has its own row because it stands in front of the partner: what it refuses never gets there.
 * A 5xx or a 429 of the partner says nothing of the kind, so an unsafe call ends with it. Of the answers that allow another
 * call, 421 and 425 say that this one was not processed (RFC 9110, 15.5.20; RFC 8470, 5.2); 408 should (15.5.9), but is
 * also the word of those who waited for somebody behind them.
 */
public final class OutcomePolicy {
    private static final String LOAD_BALANCER = "awselb/";
    /** A partner that asks for more patience than this is asked again after it. */
    static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(15);

    private final int maxAttempts;
    private final IntFunction<Duration> backoff;

    /**
     * @param maxAttempts attempts that count before it is given up
     * @param backoff pause after the n-th attempt, from 1
     */
    public OutcomePolicy(int maxAttempts, IntFunction<Duration> backoff) {
        this.maxAttempts = maxAttempts;
        this.backoff = backoff;
    }

    /**
     * @param repeatable whether calling twice is as good as once
     * @param attempt number of this attempt, from 1, without those that do not count
     * @param calls made for the command up to now, those that do not count included: with each refusal of the load balancer
     *     the next call comes later, also where no budget holds it back
     */
    public Verdict judge(CallResult result, boolean repeatable, int attempt, int calls, Instant now) {
        return result.match(new CallResult.Cases<>() {
            @Override
            public Verdict answered(Answered answer) {
                Duration asked = retryAfter(answer, now);
                if (ofLoadBalancer(answer)) {
                    return new Again(longer(backoff.apply(calls), asked), Cause.EGRESS);
                }
                boolean again = answer.isUnprocessed() || repeatable && passes(answer.status());
                if (again && attempt < maxAttempts) {
                    return new Again(longer(backoff.apply(attempt), asked), Cause.PARTNER);
                }
                return new Final(whole(answer));
            }

            @Override
            public Verdict tooLarge(TooLarge answer) {
                return new Final(new Ending(
                        Outcome.ANSWERED,
                        answer.status(),
                        AnswerHeaders.repeated(answer.headers()),
                        null,
                        new Reason(
                                "BODY_TOO_LARGE",
                                "The partner's answer is longer than partner.max-response-bytes, " + answer.limit()
                                        + "; its body was not read.")));
            }

            @Override
            public Verdict notSent(NotSent result) {
                if (result.hopeless()) {
                    return new Final(
                            Ending.of(Outcome.FAILED, "NOT_SENT", "The call cannot be sent: " + result.why() + "."));
                }
                return attempt < maxAttempts
                        ? new Again(backoff.apply(attempt), Cause.PARTNER)
                        : givenUp(null, "NOT_SENT", "The partner could not be reached: " + result.why());
            }

            @Override
            public Verdict disclaimed(Disclaimed result) {
                return new Again(backoff.apply(calls), Cause.DISCLAIMED);
            }

            @Override
            public Verdict noAnswer(NoAnswer result) {
                if (!repeatable) {
                    return over(
                            Outcome.UNKNOWN,
                            result.status(),
                            "NO_ANSWER",
                            "The call was sent and may have been processed; it is not repeated: " + result.why());
                }
                if (!result.waited()) {
                    return new Again(backoff.apply(1), Cause.WITHHELD);
                }
                return attempt < maxAttempts
                        ? new Again(backoff.apply(attempt), Cause.PARTNER)
                        : givenUp(result.status(), "NO_ANSWER", "The partner gave no answer: " + result.why());
            }

            @Override
            public Verdict withheld(Withheld result) {
                return new Again(backoff.apply(1), Cause.WITHHELD);
            }
        });
    }

    private static Ending whole(Answered answer) {
        Reason leftOut = new Reason(
                "HEADERS_TOO_LARGE",
                "The answer's headers have more than " + AnswerHeaders.MOST + " characters; they are left out.");
        return new Ending(
                Outcome.ANSWERED,
                answer.status(),
                AnswerHeaders.repeated(answer.headers()),
                answer.body(),
                AnswerHeaders.areTooMany(answer.headers()) ? leftOut : null);
    }

    private Verdict givenUp(@Nullable Integer status, String code, String why) {
        return over(Outcome.FAILED, status, code, why + "; given up after " + maxAttempts + " attempts.");
    }

    private static Verdict over(Outcome outcome, @Nullable Integer status, String code, String why) {
        return new Final(new Ending(outcome, status, Map.of(), null, new Reason(code, why)));
    }

    /** What another call may be answered otherwise. */
    private static boolean passes(int status) {
        return status == 401 || status == 408 || status == 429 || status >= 500;
    }

    private static boolean ofLoadBalancer(Answered answer) {
        return answer.status() == 429 && answer.header("server").startsWith(LOAD_BALANCER);
    }

    /** RFC 9110, 10.2.3: seconds, or an HTTP date. */
    private static Duration retryAfter(Answered answer, Instant now) {
        String value = answer.header("retry-after").trim();
        if (value.isEmpty()) {
            return Duration.ZERO;
        }
        try {
            Duration asked = value.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
        } catch (DateTimeParseException | NumberFormatException unreadable) {
            return Duration.ZERO;
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
