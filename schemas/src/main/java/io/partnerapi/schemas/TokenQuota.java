package io.partnerapi.schemas;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token request and what is left of the client's token quota after it.
 *
 * @param at when the answer came
 * @param credential client id of the credential; never its secret
 * @param generation number of the token that was asked for
 * @param outcome what the token endpoint did
 * @param httpStatus HTTP status of the answer; null when there was none
 * @param buckets the quota windows the answer told of; empty when it told of none
 * @param retryAt when the next request may be made, if it must wait
 */
public record TokenQuota(
        Instant at,
        String credential,
        long generation,
        Outcome outcome,
        @Nullable Integer httpStatus,
        List<Bucket> buckets,
        @Nullable Instant retryAt)
        implements Telemetry {

    /** What became of a token request. */
    public enum Outcome {
        /** A token was issued. */
        ISSUED,
        /** The endpoint answered without a token. */
        REFUSED,
        /** There was no usable answer. */
        FAILED
    }

    /**
     * One window of the token quota.
     *
     * @param name the endpoint's name for it, such as {@code per_hour}
     * @param limit tokens in a whole window
     * @param remaining tokens left
     * @param resetsAt when the window starts anew; null when not told
     */
    public record Bucket(
            String name,
            long limit,
            long remaining,
            @Nullable Instant resetsAt) {}

    /** Keeps a copy of the buckets. */
    public TokenQuota {
        buckets = List.copyOf(buckets);
    }

    @Override
    public String key() {
        return "token:" + credential;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.tokenQuota(this);
    }
}
