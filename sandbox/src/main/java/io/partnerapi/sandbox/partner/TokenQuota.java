package io.partnerapi.sandbox.partner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How much of each bucket's current window is spent; immutable.
 *
 * @param spent by bucket name
 */
record TokenQuota(Map<String, Spent> spent) {
    /** Nothing spent. */
    static final TokenQuota UNTOUCHED = new TokenQuota(Map.of());

    /** Tokens issued in the fixed window that began at this second of the epoch. */
    record Spent(long windowStart, int tokens) {}

    /** A bucket as the quota header tells it; {@code resetSeconds} is rounded up. */
    record Bucket(String name, int limit, int remaining, long resetSeconds) {}

    /** Whether a token may be issued now. */
    sealed interface Decision {
        <R> R fold(Function<Granted, R> granted, Function<Exceeded, R> exceeded);
    }

    /** It may: the quota after it, and the buckets as they stand then. */
    record Granted(TokenQuota next, List<Bucket> buckets) implements Decision {
        @Override
        public <R> R fold(Function<Granted, R> granted, Function<Exceeded, R> exceeded) {
            return granted.apply(this);
        }
    }

    /** It may not before {@code blocking}, the empty bucket that resets last, has reset. */
    record Exceeded(Bucket blocking, List<Bucket> buckets) implements Decision {
        @Override
        public <R> R fold(Function<Granted, R> granted, Function<Exceeded, R> exceeded) {
            return exceeded.apply(this);
        }
    }

    TokenQuota {
        spent = Map.copyOf(spent);
    }

    Decision request(List<QuotaRule> rules, Instant now) {
        List<Bucket> before = new ArrayList<>();
        List<Bucket> after = new ArrayList<>();
        Map<String, Spent> next = new HashMap<>();
        for (QuotaRule rule : rules) {
            long start = windowStart(rule, now);
            int tokens = spentSince(rule.bucket(), start);
            before.add(bucket(rule, tokens, now));
            after.add(bucket(rule, tokens + 1, now));
            next.put(rule.bucket(), new Spent(start, tokens + 1));
        }
        return before.stream()
                .filter(bucket -> bucket.remaining() == 0)
                .max(Comparator.comparingLong(Bucket::resetSeconds))
                .<Decision>map(blocking -> new Exceeded(blocking, before))
                .orElseGet(() -> new Granted(new TokenQuota(next), after));
    }

    private int spentSince(String bucket, long windowStart) {
        Spent found = spent.get(bucket);
        return found != null && found.windowStart() == windowStart ? found.tokens() : 0;
    }

    private static long windowStart(QuotaRule rule, Instant now) {
        return now.getEpochSecond()
                - Math.floorMod(now.getEpochSecond(), rule.length().toSeconds());
    }

    private static Bucket bucket(QuotaRule rule, int tokens, Instant now) {
        long reset = windowStart(rule, now) + rule.length().toSeconds() - now.getEpochSecond();
        return new Bucket(rule.bucket(), rule.quota(), Math.max(0, rule.quota() - tokens), reset);
    }
}
