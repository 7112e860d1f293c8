package io.partnerapi.worker.token;

import io.partnerapi.worker.token.ClaimAnswer.Blocked;
import io.partnerapi.worker.token.ClaimAnswer.Braked;
import io.partnerapi.worker.token.ClaimAnswer.Busy;
import io.partnerapi.worker.token.ClaimAnswer.Go;
import io.partnerapi.worker.token.ClaimAnswer.OverBudget;
import io.partnerapi.worker.token.ClaimAnswer.Valid;
import io.partnerapi.worker.token.Refusal.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The rules by which the workers agree on one token: (entry, event, now) to (entry, answer), and nothing else. */
final class TokenProtocol {

    /** A token that the partner refuses although it is valid is replaced once in this time: not again for every 401. */
    static final Duration BETWEEN_REPLACEMENTS = Duration.ofHours(6);

    static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
    static final Duration LONGEST_BACKOFF = Duration.ofMinutes(15);

    private static final int MOST_DOUBLINGS = 16;
    private static final int SPREAD_OF_LATER = 10;
    private static final Duration LONGEST_SPREAD = Duration.ofSeconds(30);

    private TokenProtocol() {}

    static Applied<ClaimAnswer> acquire(TokenEntry found, Acquire event, Instant now) {
        TokenEntry entry = found.united(event.known(), now);
        Claim claim = entry.claim();
        if (claim != null && claim.id().equals(event.claimId())) {
            return new Applied<>(new Go(claim.generation()), entry, now);
        }
        boolean fresh = entry.token() != null
                && entry.token().isFresh(now)
                && (event.served() || entry.token().credentials().equals(event.credentials()));
        boolean replace = fresh && mayReplace(entry, event, now);
        if (fresh && !replace) {
            return new Applied<>(new Valid(), entry, now);
        }
        if (claim != null && now.isBefore(claim.until())) {
            return new Applied<>(new Busy(claim.owner(), Duration.between(now, claim.until())), entry, now);
        }
        return restraint(entry, event, now)
                .map(answer -> new Applied<>(answer, entry, now))
                .orElseGet(() -> claim(entry, event, replace, now));
    }

    private static boolean mayReplace(TokenEntry entry, Acquire event, Instant now) {
        Instant last = entry.replacedAt();
        return event.refused() == entry.generation()
                && (last == null || !now.isBefore(last.plus(BETWEEN_REPLACEMENTS)));
    }

    private static Optional<ClaimAnswer> restraint(TokenEntry entry, Acquire event, Instant now) {
        Optional<Block> block = entry.block(event.credentials(), now);
        if (block.isPresent()) {
            return block.map(
                    refused -> new Blocked(Duration.between(now, refused.until()), refused.reason(), refused.advice()));
        }
        Brake brake = entry.brake();
        if (brake != null && now.isBefore(brake.until())) {
            return Optional.of(new Braked(Duration.between(now, brake.until()), brake.reason(), brake.advice()));
        }
        return overBudget(entry, event, now);
    }

    /** The longest wait that a window of the quota asks for: its last request is kept until the token is nearly over. */
    private static Optional<ClaimAnswer> overBudget(TokenEntry entry, Acquire event, Instant now) {
        Instant until = now;
        String spent = "";
        for (QuotaWindow window : entry.quota()) {
            Instant free = freeAt(entry, event, window, now);
            if (free.isAfter(until)) {
                until = free;
                spent = window.name();
            }
        }
        return until.isAfter(now) ? Optional.of(new OverBudget(Duration.between(now, until), spent)) : Optional.empty();
    }

    private static Instant freeAt(TokenEntry entry, Acquire event, QuotaWindow window, Instant now) {
        Instant resetsAt = window.resetsAt();
        if (resetsAt == null || !window.holds(now)) {
            return now;
        }
        long left = window.remaining() - entry.requestsSince(window.seenAt());
        if (left <= 0) {
            return resetsAt;
        }
        SealedToken token = entry.token();
        boolean usable = token != null && token.credentials().equals(event.credentials());
        if (left > 1 || token == null || !usable) {
            return now;
        }
        return token.nearlyOverAt().isBefore(resetsAt) ? token.nearlyOverAt() : resetsAt;
    }

    /** Counts the request with the claim: whether it is made, and what becomes of it, may never be known. */
    private static Applied<ClaimAnswer> claim(TokenEntry entry, Acquire event, boolean replace, Instant now) {
        long generation = Math.max(entry.generation(), entry.claimGeneration()) + 1;
        Claim claim = new Claim(generation, event.claimId(), event.owner(), now, now.plus(event.lease()));
        return new Applied<>(new Go(generation), entry.claimed(claim, replace ? now : entry.replacedAt()), now);
    }

    static Applied<ClaimEnd> publish(TokenEntry entry, Publish event, Instant now) {
        if (event.token().equals(entry.token())) {
            return new Applied<>(ClaimEnd.DONE, entry, now);
        }
        Claim claim = entry.claim();
        if (claim == null || !claim.is(event.token().generation(), event.claimId())) {
            return new Applied<>(ClaimEnd.SUPERSEDED, entry, now);
        }
        TokenEntry counted = event.requested() ? entry : entry.notSpent(claim);
        return new Applied<>(ClaimEnd.DONE, counted.told(event.quota(), now).issued(event.token()), now);
    }

    static Applied<ClaimEnd> refuse(TokenEntry entry, Refuse event, Instant now) {
        Claim claim = entry.claim();
        if (claim == null || !claim.is(event.generation(), event.claimId())) {
            return new Applied<>(ClaimEnd.SUPERSEDED, entry, now);
        }
        Refusal refusal = event.refusal();
        TokenEntry counted = refusal.mayHaveBeenIssued() ? entry : entry.notSpent(claim);
        TokenEntry told = counted.told(event.quota(), now);
        return new Applied<>(ClaimEnd.DONE, restrained(told, event, now), now);
    }

    /** Takes back a claim under which certainly nothing was asked for. */
    static Applied<ClaimEnd> release(TokenEntry entry, Release event, Instant now) {
        Claim claim = entry.claim();
        return claim == null || !claim.id().equals(event.claimId())
                ? new Applied<>(ClaimEnd.SUPERSEDED, entry, now)
                : new Applied<>(ClaimEnd.DONE, entry.notSpent(claim).unclaimed(), now);
    }

    private static TokenEntry restrained(TokenEntry entry, Refuse event, Instant now) {
        Refusal refusal = event.refusal();
        int failures = entry.brake() == null ? 0 : entry.brake().failures();
        Duration asked = later(refusal.atLeast(), event.jitter());
        Duration doubled = backoff(failures, event.jitter());
        return switch (refusal.retry()) {
            case CHANGED ->
                entry.blocked(new Block(event.credentials(), now.plus(asked), refusal.reason(), refusal.advice()));
            case LIMITED -> entry.braked(brake(refusal, asked, failures, now));
            case BACKOFF ->
                entry.braked(brake(refusal, asked.compareTo(doubled) > 0 ? asked : doubled, failures + 1, now));
        };
    }

    private static Brake brake(Refusal refusal, Duration wait, int failures, Instant now) {
        return new Brake(
                now.plus(wait), refusal.retry() == Retry.LIMITED, failures, refusal.reason(), refusal.advice());
    }

    /** A little more, since clocks differ, and not all clusters of the partner's customers shall come back at once. */
    private static Duration later(Duration atLeast, double jitter) {
        Duration spread = atLeast.dividedBy(SPREAD_OF_LATER);
        return atLeast.plus(scaled(spread.compareTo(LONGEST_SPREAD) < 0 ? spread : LONGEST_SPREAD, jitter));
    }

    /** Doubles with every failure in a row up to a bound; jitter takes off up to a half. */
    private static Duration backoff(int failures, double jitter) {
        Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        Duration bounded = doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
        return scaled(bounded, 1 - jitter / 2);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }
}
