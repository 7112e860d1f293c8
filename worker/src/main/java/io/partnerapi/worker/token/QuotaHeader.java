package io.partnerapi.worker.token;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the quota headers of a token answer: {@code b=per_hour;q=42;r=41;t=1800,b=per_day;q=100;r=99;t=80000}.
 *
 * <p>What cannot be read is left out, bucket by bucket: a header never costs the token that came with it.
 */
final class QuotaHeader {

    static final String CLIENT = "Auth0-Client-Quota-Limit";
    static final String ORGANIZATION = "Auth0-Organization-Quota-Limit";

    static final int MOST_BUCKETS = 16;
    static final int LONGEST_HEADER = 4_096;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,48}");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,15}");
    private static final Duration LONGEST_WINDOW = Duration.ofDays(31);

    private QuotaHeader() {}

    /**
     * The buckets of one header, which may come as several fields; of buckets with one name, the one with least remaining.
     *
     * @param prefix put before each name, so that buckets of different headers do not mix
     */
    static List<QuotaBucket> parse(String prefix, List<String> fields) {
        String header = String.join(",", fields);
        if (header.length() > LONGEST_HEADER) {
            return List.of();
        }
        Map<String, QuotaBucket> buckets = new LinkedHashMap<>();
        for (String text : header.split(",")) {
            bucket(prefix, text).ifPresent(bucket -> buckets.merge(bucket.name(), bucket, QuotaHeader::scarcer));
        }
        List<QuotaBucket> all = new ArrayList<>(buckets.values());
        return List.copyOf(all.subList(0, Math.min(all.size(), MOST_BUCKETS)));
    }

    private static QuotaBucket scarcer(QuotaBucket one, QuotaBucket other) {
        return one.remaining() <= other.remaining() ? one : other;
    }

    private static Optional<QuotaBucket> bucket(String prefix, String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(
                        pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquoted(pair.substring(equals + 1).strip()));
            }
        }
        String name = values.getOrDefault("b", "");
        Long limit = count(values.get("q"));
        Long remaining = count(values.get("r"));
        if (!NAME.matcher(name).matches() || remaining == null) {
            return Optional.empty();
        }
        return Optional.of(new QuotaBucket(
                prefix + name, limit == null ? remaining : limit, remaining, window(count(values.get("t")))));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static @Nullable Long count(@Nullable String value) {
        return value != null && COUNT.matcher(value).matches() ? Long.valueOf(value) : null;
    }

    private static @Nullable Duration window(@Nullable Long seconds) {
        return seconds != null && seconds <= LONGEST_WINDOW.toSeconds() ? Duration.ofSeconds(seconds) : null;
    }
}
