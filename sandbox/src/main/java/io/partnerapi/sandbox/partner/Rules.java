package io.partnerapi.sandbox.partner;

import java.time.Duration;
import java.util.List;

/**
 * What the partner API enforces and how fast it answers; replaced as a whole while it runs ({@link Controls#rules}).
 *
 * @param callLimit calls per client address
 * @param tokenQuota buckets of the token quota; an empty list means no quota
 * @param quotaHeader form of the quota header
 * @param tokenLifetime life of the tokens issued from now on, in whole seconds
 * @param latency time until an answer
 */
public record Rules(
        CallLimit callLimit,
        List<QuotaRule> tokenQuota,
        QuotaHeader quotaHeader,
        Duration tokenLifetime,
        Latency latency) {
    /** The published limits, with a latency seen from nearby. */
    public static final Rules STANDARD = new Rules(
            CallLimit.STANDARD,
            List.of(QuotaRule.perHour(QuotaRule.STANDARD_PER_HOUR), QuotaRule.perDay(QuotaRule.STANDARD_PER_DAY)),
            QuotaHeader.ONE_FIELD,
            Duration.ofHours(24),
            Latency.between(Duration.ofMillis(20), Duration.ofMillis(80)));

    private static final int MAX_BUCKETS = 8;

    public Rules {
        tokenQuota = List.copyOf(tokenQuota);
        if (tokenQuota.size() > MAX_BUCKETS) {
            throw new IllegalArgumentException(
                    "tokenQuota has " + tokenQuota.size() + " buckets: at most " + MAX_BUCKETS);
        }
        if (tokenQuota.stream().map(QuotaRule::bucket).distinct().count() != tokenQuota.size()) {
            throw new IllegalArgumentException("tokenQuota names a bucket twice: every name may stand once");
        }
        if (tokenLifetime.compareTo(Duration.ofSeconds(1)) < 0 || tokenLifetime.getNano() != 0) {
            throw new IllegalArgumentException(
                    "tokenLifetime = " + tokenLifetime + ": must be whole seconds, at least one");
        }
    }

    public Rules withCallLimit(int calls, Duration window) {
        return new Rules(new CallLimit(calls, window), tokenQuota, quotaHeader, tokenLifetime, latency);
    }

    public Rules withoutCallLimit() {
        return withCallLimit(0, callLimit.window());
    }

    public Rules withTokenQuota(QuotaRule... buckets) {
        return new Rules(callLimit, List.of(buckets), quotaHeader, tokenLifetime, latency);
    }

    public Rules withQuotaHeader(QuotaHeader form) {
        return new Rules(callLimit, tokenQuota, form, tokenLifetime, latency);
    }

    public Rules withTokenLifetime(Duration lifetime) {
        return new Rules(callLimit, tokenQuota, quotaHeader, lifetime, latency);
    }

    public Rules withLatency(Latency time) {
        return new Rules(callLimit, tokenQuota, quotaHeader, tokenLifetime, time);
    }

    /** Answers at once. */
    public Rules withoutLatency() {
        return withLatency(Latency.fixed(Duration.ZERO));
    }
}
