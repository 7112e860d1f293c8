package io.partnerapi.worker.token;

import io.partnerapi.schemas.TokenQuota;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One window of the token quota as the cluster remembers it.
 *
 * @param seenAt when it was told; requests made since are not in {@code remaining}
 * @param resetsAt when it starts anew; null when nobody knows, and then it forbids nothing
 */
record QuotaWindow(
        String name,
        long limit,
        long remaining,
        Instant seenAt,
        @Nullable Instant resetsAt) implements Serializable {

    private static final String HOURLY = "per_hour";
    private static final String DAILY = "per_day";
    /** What is told in seconds may have been rounded down. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    static QuotaWindow of(QuotaBucket bucket, Instant now) {
        return new QuotaWindow(bucket.name(), bucket.limit(), bucket.remaining(), now, reset(bucket, now));
    }

    /** Windows are fixed: those whose length is known end with the UTC hour or day, told or not. */
    private static @Nullable Instant reset(QuotaBucket bucket, Instant now) {
        if (bucket.reset() != null) {
            return now.plus(bucket.reset()).plus(ROUNDING);
        }
        if (bucket.name().endsWith(HOURLY)) {
            return nextHour(now);
        }
        return bucket.name().endsWith(DAILY) ? now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS) : null;
    }

    /** The shortest of the fixed windows ends then. */
    static Instant nextHour(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    /** As telemetry and status tell it. */
    TokenQuota.Bucket told() {
        return new TokenQuota.Bucket(name, limit, remaining, resetsAt);
    }

    /** Whether what it says still holds. */
    boolean holds(Instant now) {
        return resetsAt != null && now.isBefore(resetsAt);
    }
}
