package io.partnerapi.worker.token;

import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.schemas.TokenQuota;
import io.partnerapi.schemas.TokenRefreshed;
import io.partnerapi.schemas.TokenRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the telemetry what became of each token request; never the token. */
final class TokenReport {

    private static final Logger LOG = LoggerFactory.getLogger(TokenReport.class);

    private final String credential;
    private final String worker;
    private final Consumer<Telemetry> telemetry;
    private final Clock clock;

    TokenReport(String credential, String worker, Consumer<Telemetry> telemetry, Clock clock) {
        this.credential = credential;
        this.worker = worker;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    void issued(long generation, TokenAnswer.Issued answer, Duration took) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(answer.lifetime()).minus(took);
        LOG.info("Token {} issued after {} ms, valid until {}", generation, took.toMillis(), expiresAt);
        telemetry.accept(quota(now, generation, TokenQuota.Outcome.ISSUED, answer, null));
        telemetry.accept(new TokenRefreshed(now, credential, generation, expiresAt, took.toMillis(), worker));
    }

    /** @param wait until a worker may ask again with the same credentials; null when not known */
    void notIssued(long generation, TokenAnswer.NotIssued answer, @Nullable Duration wait) {
        Instant now = clock.instant();
        Instant retryAt = wait == null ? null : now.plus(wait);
        Refusal refusal = answer.refusal();
        LOG.warn(
                "No token: {}; asked again {}. {}",
                refusal.reason(),
                retryAt == null ? "later" : "at " + retryAt,
                refusal.advice());
        telemetry.accept(quota(
                now,
                generation,
                answer.status() == null ? TokenQuota.Outcome.FAILED : TokenQuota.Outcome.REFUSED,
                answer,
                retryAt));
        telemetry.accept(
                new TokenRefused(now, credential, new Reason(refusal.code(), refusal.reason()), retryAt, worker));
    }

    private TokenQuota quota(
            Instant now, long generation, TokenQuota.Outcome outcome, TokenAnswer answer, @Nullable Instant retryAt) {
        List<TokenQuota.Bucket> buckets = answer.quota().stream()
                .map(bucket -> QuotaWindow.of(bucket, now).told())
                .toList();
        return new TokenQuota(now, credential, generation, outcome, answer.status(), buckets, retryAt);
    }
}
