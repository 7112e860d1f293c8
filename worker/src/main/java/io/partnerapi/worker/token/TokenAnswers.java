package io.partnerapi.worker.token;

import io.partnerapi.worker.token.Refusal.Retry;
import io.partnerapi.worker.token.TokenAnswer.AudienceRefused;
import io.partnerapi.worker.token.TokenAnswer.CredentialsRefused;
import io.partnerapi.worker.token.TokenAnswer.GrantMissing;
import io.partnerapi.worker.token.TokenAnswer.Issued;
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
    static final Duration RARELY = Duration.ofHours(1);

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
        if (status >= 200 && status < 300) {
            return issued().orElseGet(this::unclear);
        }
        if (status == 429) {
            return isClientQuota() ? quotaSpent() : tenantLimited();
        }
        if (status >= 500 || status == 408) {
            return new ServerTrouble(
                    status, quota, backoff(true, "ENDPOINT_FAILED", "Wait: the partner must repair it"));
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
            return new GrantMissing(
                    status, quota, refusal(Retry.LATER, RARELY, "GRANT_MISSING", "has no grant for us", ASK_PARTNER));
        }
        if (description.contains("Service not enabled within domain")) {
            return new AudienceRefused(
                    status,
                    quota,
                    refusal(
                            Retry.NEVER,
                            Duration.ZERO,
                            "AUDIENCE_REFUSED",
                            "does not know the audience",
                            "Check partner.audience"));
        }
        if (status == 401 || error.equals("invalid_client") || error.equals("access_denied")) {
            return new CredentialsRefused(
                    status,
                    quota,
                    refusal(
                            Retry.NEVER,
                            Duration.ZERO,
                            "CREDENTIALS_REFUSED",
                            "refused the credentials",
                            "Check partner.client-id and partner.client-secret"));
        }
        return requestRefused();
    }

    /** A 403 for no known reason may come from what stands between and may pass; the rest is in the settings. */
    private TokenAnswer requestRefused() {
        return new RequestRefused(
                status,
                quota,
                refusal(
                        status == 403 ? Retry.LATER : Retry.NEVER,
                        status == 403 ? RARELY : Duration.ZERO,
                        "REQUEST_REFUSED",
                        "refused the request",
                        "Check partner.token-url, partner.audience and partner.client-id"));
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
                        RetryAfter.of(headers, now).stream())
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
                        bounded(RetryAfter.of(headers, now).orElse(Duration.ZERO)),
                        "TENANT_LIMITED",
                        "is being asked too much by all customers of the partner together",
                        "Wait: it goes on by itself"));
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(SHORTEST_429_WAIT) < 0) {
            return SHORTEST_429_WAIT;
        }
        return wait.compareTo(LONGEST_429_WAIT) > 0 ? LONGEST_429_WAIT : wait;
    }

    private TokenAnswer unclear() {
        return new Unclear(
                status, quota, backoff(true, "UNCLEAR", "Check partner.token-url, and that nothing stands between"));
    }

    private Refusal backoff(boolean mayHaveBeenIssued, String code, String advice) {
        return new Refusal(
                Retry.BACKOFF,
                Duration.ZERO,
                mayHaveBeenIssued,
                code,
                "the token endpoint answered " + status + " without a token",
                advice);
    }

    private Refusal refusal(Retry retry, Duration atLeast, String code, String what, String advice) {
        return new Refusal(retry, atLeast, false, code, "the token endpoint " + what + " (" + status + ")", advice);
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
