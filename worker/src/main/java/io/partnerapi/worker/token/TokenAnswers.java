package io.partnerapi.worker.token;

import io.partnerapi.worker.token.Refusal.Retry;
import io.partnerapi.worker.token.TokenAnswer.AudienceRefused;
import io.partnerapi.worker.token.TokenAnswer.CredentialsRefused;
import io.partnerapi.worker.token.TokenAnswer.GrantMissing;
import io.partnerapi.worker.token.TokenAnswer.Issued;
import io.partnerapi.worker.token.TokenAnswer.NoAnswer;
import io.partnerapi.worker.token.TokenAnswer.QuotaSpent;
import io.partnerapi.worker.token.TokenAnswer.RequestRefused;
import io.partnerapi.worker.token.TokenAnswer.ServerTrouble;
import io.partnerapi.worker.token.TokenAnswer.TenantLimited;
import io.partnerapi.worker.token.TokenAnswer.Unclear;
import io.vertx.core.MultiMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an answer of the token endpoint means. Only its status, a few fields and known phrases are looked at, and
 * nothing of its text is passed on.
 */
final class TokenAnswers {

    /** What the partner promises at least, for an answer that does not say. */
    static final Duration UNTOLD_LIFETIME = Duration.ofHours(10);

    static final Duration LONGEST_LIFETIME = Duration.ofHours(24);

    /** A partner that lets the same credentials in again is noticed within it; it costs two requests an hour. */
    static final Duration BETWEEN_SAME_CREDENTIALS = Duration.ofMinutes(30);

    /** For an endpoint that fails; a limit of the partner's may last for a day. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private static final Duration SHORTEST_429_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_429_WAIT = Duration.ofHours(25);
    private static final String ASK_PARTNER = "Ask the partner to allow this client id for partner.audience";

    private final int status;
    private final MultiMap headers;
    private final JsonObject body;
    private final List<QuotaBucket> quota;
    private final Instant now;

    private TokenAnswers(int status, MultiMap headers, String body, Instant now) {
        this.status = status;
        this.headers = headers;
        this.body = json(body);
        this.quota = Stream.concat(
                        QuotaHeader.parse("", headers.getAll(QuotaHeader.CLIENT)).stream(),
                        QuotaHeader.parse("organization.", headers.getAll(QuotaHeader.ORGANIZATION)).stream())
                .toList();
        this.now = now;
    }

    /** What the answer means; never throws. */
    static TokenAnswer classify(int status, MultiMap headers, String body, Instant now) {
        return new TokenAnswers(status, headers, body, now).meaning();
    }

    private TokenAnswer meaning() {
        if (status < 200 || status > 599) {
            return noAnswer();
        }
        if (status >= 200 && status < 300) {
            return issued().orElseGet(this::unclear);
        }
        if (status == 429) {
            return isClientQuota() ? quotaSpent() : tenantLimited();
        }
        if (status >= 500 || status == 408) {
            return new ServerTrouble(
                    status, quota, backoff(true, "ENDPOINT_FAILED", noToken(), "Wait: the partner must repair it"));
        }
        if (status >= 400) {
            return refused();
        }
        return unclear();
    }

    private Optional<TokenAnswer> issued() {
        Object token = body.getValue("access_token");
        Duration lifetime = lifetime(body.getValue("expires_in"));
        if (!(token instanceof String value) || value.isBlank() || !isHeaderSafe(value) || lifetime.isZero()) {
            return Optional.empty();
        }
        return Optional.of(new Issued(status, quota, value, lifetime));
    }

    /** A token is sent in a header: what cannot stand there is none. */
    private static boolean isHeaderSafe(String token) {
        return token.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Zero for a lifetime that is told and is none. */
    private static Duration lifetime(@Nullable Object told) {
        String text = told == null ? "" : told.toString().strip();
        double seconds;
        try {
            seconds = text.isEmpty() ? UNTOLD_LIFETIME.toSeconds() : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            seconds = UNTOLD_LIFETIME.toSeconds();
        }
        if (Double.isNaN(seconds) || seconds < 1) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds((long) Math.min(seconds, LONGEST_LIFETIME.toSeconds()));
    }

    private TokenAnswer refused() {
        String error = text("error");
        String description = text("error_description") + " " + text("message");
        if (description.contains("client-grant") || error.equals("unauthorized_client")) {
            return new GrantMissing(status, quota, untilChanged("GRANT_MISSING", "has no grant for us", ASK_PARTNER));
        }
        if (description.contains("Service not enabled within domain")) {
            return new AudienceRefused(
                    status,
                    quota,
                    untilChanged("AUDIENCE_REFUSED", "does not know the audience", "Check partner.audience"));
        }
        if (status == 401 || status == 403 || error.equals("invalid_client") || error.equals("access_denied")) {
            return new CredentialsRefused(
                    status,
                    quota,
                    untilChanged(
                            "CREDENTIALS_REFUSED",
                            "refused the credentials",
                            "Check partner.client-id and partner.client-secret"));
        }
        // Often not the endpoint's word, but that of what stands between, or of a deployment that is under way.
        return new RequestRefused(
                status,
                quota,
                backoff(
                        false,
                        "REQUEST_REFUSED",
                        "the token endpoint refused the request (" + status + ")",
                        "If it lasts, check partner.token-url, partner.audience and partner.client-id"));
    }

    private boolean isClientQuota() {
        String description = text("error_description").toLowerCase(Locale.ROOT);
        boolean spent = quota.stream().anyMatch(bucket -> bucket.remaining() == 0);
        return description.contains("quota") || (spent && !description.contains("x-ratelimit"));
    }

    private TokenAnswer quotaSpent() {
        Duration wait = Stream.concat(
                        quota.stream()
                                .filter(bucket -> bucket.remaining() == 0)
                                .map(bucket -> QuotaWindow.of(bucket, now).resetsAt())
                                .filter(Objects::nonNull)
                                .map(reset -> Duration.between(now, reset)),
                        RetryAfter.ofLimit(headers, now).stream())
                .max(Duration::compareTo)
                .orElseGet(() -> Duration.between(now, QuotaWindow.nextHour(now)));
        return new QuotaSpent(
                status,
                quota,
                refusal(
                        Retry.LIMITED,
                        bounded(wait),
                        "QUOTA_SPENT",
                        "says that the token quota is spent",
                        "Wait: it goes on by itself; ask the partner for more if it happens again"));
    }

    private TokenAnswer tenantLimited() {
        return new TenantLimited(
                status,
                quota,
                refusal(
                        Retry.LIMITED,
                        bounded(RetryAfter.ofLimit(headers, now).orElse(Duration.ZERO)),
                        "TENANT_LIMITED",
                        "is being asked too much by all customers of the partner together",
                        "Wait: it goes on by itself"));
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(SHORTEST_429_WAIT) < 0) {
            return SHORTEST_429_WAIT;
        }
        return shorter(wait, LONGEST_429_WAIT);
    }

    private TokenAnswer unclear() {
        return new Unclear(
                status,
                quota,
                backoff(true, "UNCLEAR", noToken(), "Check partner.token-url, and that nothing stands between"));
    }

    /** RFC 9110, 15: such a status is invalid, so nobody is told of it as one. */
    private TokenAnswer noAnswer() {
        return new NoAnswer(backoff(
                true,
                "NO_ANSWER",
                "the token endpoint answered " + status + ", which is no status of an answer",
                "Check partner.token-url, and that nothing stands between"));
    }

    private String noToken() {
        return "the token endpoint answered " + status + " without a token";
    }

    private Refusal backoff(boolean mayHaveBeenIssued, String code, String reason, String advice) {
        Duration asked = RetryAfter.of(headers, now).orElse(Duration.ZERO);
        return new Refusal(Retry.BACKOFF, shorter(asked, LONGEST_RETRY_AFTER), mayHaveBeenIssued, code, reason, advice);
    }

    private Refusal untilChanged(String code, String what, String advice) {
        return refusal(Retry.CHANGED, BETWEEN_SAME_CREDENTIALS, code, what, advice);
    }

    private Refusal refusal(Retry retry, Duration atLeast, String code, String what, String advice) {
        return new Refusal(retry, atLeast, false, code, "the token endpoint " + what + " (" + status + ")", advice);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private String text(String field) {
        return body.getValue(field) instanceof String value ? value : "";
    }

    private static JsonObject json(String body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            return new JsonObject();
        }
    }
}
