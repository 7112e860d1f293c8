package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the cluster knows about one credential; changed only by {@link TokenProtocol}.
 *
 * @param token the newest token, if there is one
 * @param claimGeneration generation of the newest claim, standing or ended
 * @param claim the standing claim, if there is one
 * @param brake why and until when nobody asks, if so
 * @param blocks credentials nobody asks with for a while, oldest first
 * @param quota the windows of the token quota as last told
 * @param requests when requests were made in the last 24 hours, oldest first
 * @param replacedAt when a token that the partner refused although valid was last replaced, if ever
 */
public record TokenEntry(
        @Nullable SealedToken token,
        long claimGeneration,
        @Nullable Claim claim,
        @Nullable Brake brake,
        List<Block> blocks,
        List<QuotaWindow> quota,
        List<Instant> requests,
        @Nullable Instant replacedAt)
        implements Serializable {

    static final int MOST_REQUESTS = 500;
    static final int MOST_BLOCKS = 8;

    /** What is known before anything happened. */
    public static final TokenEntry EMPTY = new TokenEntry(null, 0, null, null, List.of(), List.of(), List.of(), null);

    private static final Duration REMEMBERED = Duration.ofHours(24);

    public TokenEntry {
        blocks = List.copyOf(blocks);
        quota = List.copyOf(quota);
        requests = List.copyOf(requests);
    }

    long generation() {
        return token == null ? 0 : token.generation();
    }

    long requestsSince(Instant time) {
        return requests.stream().filter(request -> request.isAfter(time)).count();
    }

    TokenEntry claimed(Claim newClaim, @Nullable Instant newReplacedAt) {
        List<Instant> counted = Stream.concat(requests.stream(), Stream.of(newClaim.since()))
                .filter(request -> request.isAfter(newClaim.since().minus(REMEMBERED)))
                .toList();
        return new TokenEntry(
                token,
                newClaim.generation(),
                newClaim,
                brake,
                blocks,
                quota,
                newest(counted, MOST_REQUESTS),
                newReplacedAt);
    }

    TokenEntry issued(SealedToken newToken) {
        return new TokenEntry(
                newToken, claimGeneration, null, null, without(newToken.credentials()), quota, requests, replacedAt);
    }

    TokenEntry unclaimed() {
        return new TokenEntry(token, claimGeneration, null, brake, blocks, quota, requests, replacedAt);
    }

    TokenEntry braked(Brake newBrake) {
        return new TokenEntry(token, claimGeneration, null, newBrake, blocks, quota, requests, replacedAt);
    }

    TokenEntry blocked(Block newBlock) {
        List<Block> all = Stream.concat(without(newBlock.credentials()).stream(), Stream.of(newBlock))
                .toList();
        return new TokenEntry(
                token, claimGeneration, null, null, newest(all, MOST_BLOCKS), quota, requests, replacedAt);
    }

    /** What keeps everybody from asking with these credentials now. */
    Optional<Block> block(String credentials, Instant now) {
        return blocks.stream()
                .filter(block -> block.credentials().equals(credentials) && now.isBefore(block.until()))
                .max(Comparator.comparing(Block::until));
    }

    /** Until when nobody asks with these credentials, if so. */
    Optional<Instant> heldUntil(String credentials, Instant now) {
        return block(credentials, now)
                .map(Block::until)
                .or(() -> Optional.ofNullable(brake).map(Brake::until).filter(now::isBefore));
    }

    private List<Block> without(String credentials) {
        return blocks.stream()
                .filter(block -> !block.credentials().equals(credentials))
                .toList();
    }

    /** With the windows just told; those not told of stand as they were. */
    TokenEntry told(List<QuotaBucket> buckets, Instant now) {
        Map<String, QuotaWindow> windows = new LinkedHashMap<>();
        quota.stream().filter(window -> window.holds(now)).forEach(window -> windows.put(window.name(), window));
        buckets.forEach(bucket -> windows.put(bucket.name(), QuotaWindow.of(bucket, now)));
        return with(windows.values(), requests);
    }

    /** Without the request counted for a claim, when certainly no token was issued under it. */
    TokenEntry notSpent(Claim ended) {
        List<Instant> left = new ArrayList<>(requests);
        left.remove(ended.since());
        return with(quota, left);
    }

    private TokenEntry with(Collection<QuotaWindow> newQuota, List<Instant> newRequests) {
        return new TokenEntry(
                token, claimGeneration, claim, brake, blocks, List.copyOf(newQuota), newRequests, replacedAt);
    }

    /**
     * With what a worker knows, if it has seen more claims: because all workers had ended, the grid's data is lost, or the
     * worker was cut off for a while. Never while a claim stands; and the trouble that one worker had alone brakes nobody else.
     */
    TokenEntry united(TokenEntry known, Instant now) {
        if (known.claimGeneration <= claimGeneration || (claim != null && now.isBefore(claim.until()))) {
            return this;
        }
        TokenEntry all = merge(known).unclaimed();
        return claimGeneration == 0 ? all : brake == null ? all.unbraked() : all.braked(brake);
    }

    private TokenEntry unbraked() {
        return new TokenEntry(token, claimGeneration, claim, null, blocks, quota, requests, replacedAt);
    }

    /** What remains of two sides of a split: the highest generation, and the requests and restraints of both. */
    public TokenEntry merge(TokenEntry other) {
        TokenEntry claims = claimGeneration >= other.claimGeneration ? this : other;
        SealedToken newest = later(
                token,
                other.token,
                Comparator.comparingLong(SealedToken::generation).thenComparing(SealedToken::expiresAt));
        Claim standing = claims.claim != null && (newest == null || newest.generation() < claims.claimGeneration)
                ? claims.claim
                : null;
        Map<String, QuotaWindow> windows = new LinkedHashMap<>();
        Stream.concat(quota.stream(), other.quota.stream())
                .forEach(window -> windows.merge(
                        window.name(), window, (a, b) -> b.seenAt().isAfter(a.seenAt()) ? b : a));
        return new TokenEntry(
                newest,
                claims.claimGeneration,
                standing,
                later(brake, other.brake, Comparator.comparing(Brake::until)),
                newest(
                        Stream.concat(blocks.stream(), other.blocks.stream())
                                .distinct()
                                .toList(),
                        MOST_BLOCKS),
                List.copyOf(windows.values()),
                newest(
                        Stream.concat(requests.stream(), other.requests.stream())
                                .distinct()
                                .sorted()
                                .toList(),
                        MOST_REQUESTS),
                later(replacedAt, other.replacedAt, Comparator.naturalOrder()));
    }

    private static <T> List<T> newest(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    private static <T> @Nullable T later(@Nullable T one, @Nullable T other, Comparator<T> order) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return order.compare(one, other) >= 0 ? one : other;
    }
}
