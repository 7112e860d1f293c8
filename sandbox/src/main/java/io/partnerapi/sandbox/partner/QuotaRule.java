package io.partnerapi.sandbox.partner;

import java.time.Duration;

/**
 * One bucket of the token quota: so many tokens in each fixed window, counted from the epoch (so an hour is a UTC hour).
 *
 * @param bucket its name in the quota header
 * @param quota tokens per window; 0 means that none is ever issued
 * @param length the window's length in whole seconds
 */
public record QuotaRule(String bucket, int quota, Duration length) {
    /** Tokens per UTC hour in the published example. */
    public static final int STANDARD_PER_HOUR = 42;

    /** Tokens per UTC day in the published example. */
    public static final int STANDARD_PER_DAY = 100;

    public QuotaRule {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("tokenQuota.bucket is blank: give it a name such as per_hour");
        }
        if (quota < 0) {
            throw new IllegalArgumentException("tokenQuota.quota = " + quota + ": must be 0 or more");
        }
        if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.getNano() != 0) {
            throw new IllegalArgumentException(
                    "tokenQuota.length = " + length + ": must be whole seconds, at least one");
        }
    }

    /** A bucket that resets at each UTC hour. */
    public static QuotaRule perHour(int quota) {
        return new QuotaRule("per_hour", quota, Duration.ofHours(1));
    }

    /** A bucket that resets at each UTC day. */
    public static QuotaRule perDay(int quota) {
        return new QuotaRule("per_day", quota, Duration.ofDays(1));
    }
}
