package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.TokenQuota.Bucket;
import java.util.List;
import java.util.stream.Collectors;

/** How token answers write {@code Auth0-Client-Quota-Limit}; readers must survive every form. */
public enum QuotaHeader {
    /** One field with all buckets. */
    ONE_FIELD,
    /** One field per bucket. */
    FIELD_PER_BUCKET,
    /** One field, keys in another order, with spaces, and an unknown bucket in front. */
    UNTIDY,
    /** One field whose numbers are no numbers. */
    UNREADABLE,
    /** No such field, as older clients see it. */
    ABSENT;

    /** The header's field values; empty if it is not sent. */
    List<String> values(List<Bucket> buckets) {
        if (buckets.isEmpty()) {
            return List.of();
        }
        return switch (this) {
            case ONE_FIELD -> List.of(buckets.stream().map(QuotaHeader::tidy).collect(Collectors.joining(",")));
            case FIELD_PER_BUCKET -> buckets.stream().map(QuotaHeader::tidy).toList();
            case UNTIDY ->
                List.of(buckets.stream()
                        .map(bucket -> " r=%d ; t = %d;b=%s ;q=%d"
                                .formatted(bucket.remaining(), bucket.resetSeconds(), bucket.name(), bucket.limit()))
                        .collect(Collectors.joining(" , ", "b=per_fortnight;q=7;r=7;t=99;x=1 ,", "")));
            case UNREADABLE ->
                List.of(buckets.stream()
                        .map(bucket -> "b=" + bucket.name() + ";q=many;r=-;t=")
                        .collect(Collectors.joining(",")));
            case ABSENT -> List.of();
        };
    }

    private static String tidy(Bucket bucket) {
        return "b=%s;q=%d;r=%d;t=%d"
                .formatted(bucket.name(), bucket.limit(), bucket.remaining(), bucket.resetSeconds());
    }
}
