package io.partnerapi.worker.token;

import io.vertx.core.Future;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round: take the token that is there, or claim the right to ask for one, ask, and publish.
 *
 * <p>A winner asks only while enough of its claim is left by its own monotonic clock, counted from before it claimed: one that
 * was paused in between abandons the claim unused. A winner whose own copy is still fresh, because the entry was lost or the
 * secret changed, publishes that copy and asks for nothing; so does one that finds a lasting token on the state topic, where
 * those have left it whom it cannot see on the grid.
 */
final class TokenRound implements ClaimAnswer.Cases<Future<Round>> {

    /** A round at least this often: a listener may miss a change, and a secret may change. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** With it, the longest request and a second fit into a lease. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(2);

    private static final Duration WHILE_BUSY = Duration.ofSeconds(2);
    private static final Duration SAFETY = Duration.ofSeconds(1);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(TokenRound.class);

    private final RoundTools tools;
    private final Credentials credentials;
    private final long refused;
    private final @Nullable HeldToken held;
    private final TokenEntry known;
    private final String claimId = UUID.randomUUID().toString();
    private final long began;
    private TokenEntry entry = TokenEntry.EMPTY;
    private Instant at = Instant.EPOCH;

    /**
     * @param refused generation of a valid token that the partner refused, or 0
     * @param held this worker's copy, if it has one
     * @param seen the entry as this worker saw it last
     */
    TokenRound(RoundTools tools, Credentials credentials, long refused, @Nullable HeldToken held, TokenEntry seen) {
        this.tools = tools;
        this.credentials = credentials;
        this.refused = refused;
        this.held = held;
        TokenEntry kept = tools.memory().known(credentials.secret());
        this.known = seen.claimGeneration() < kept.claimGeneration() ? kept : seen.unclaimed();
        this.began = tools.nanoTime().getAsLong();
    }

    /** Runs it on the calling context; fails if the entry could not be asked. */
    Future<Round> run() {
        return apply(new Acquire(
                        credentials.fingerprint(), claimId, tools.worker(), tools.lease(), refused, served(), known))
                .onFailure(unknown -> release())
                .compose(applied -> {
                    entry = applied.entry();
                    at = applied.at();
                    return applied.answer().fold(this);
                });
    }

    /** A token that nobody can open, or that is over by this worker's clock, is as good as refused. */
    @Override
    public Future<Round> valid(ClaimAnswer.Valid valid) {
        HeldToken opened = found();
        HeldToken found = opened == null && served() ? held : opened;
        long now = tools.nanoTime().getAsLong();
        if (found == null || !found.isUsable(now)) {
            return Future.succeededFuture(new Round(
                    null,
                    entry.generation(),
                    WHILE_BUSY,
                    entry,
                    new Trouble(
                            "the token on the grid is damaged, or over although the grid's clock says otherwise",
                            "Keep strangers from the grid's port, and the clocks of the workers together")));
        }
        if (opened != null && opened != held) {
            // Each worker keeps it: the one that asked may have died before it could.
            tools.memory().keep(credentials, entry);
        }
        Duration fresh = Duration.ofNanos(Math.max(0, found.staleAt() - now));
        return Future.succeededFuture(new Round(found, 0, shorter(fresh, LONGEST_PAUSE), entry, Trouble.NONE));
    }

    @Override
    public Future<Round> busy(ClaimAnswer.Busy busy) {
        return ended(
                found(),
                shorter(busy.retryIn(), WHILE_BUSY),
                "worker " + busy.owner() + " is asking the partner for a token",
                "Wait a few seconds");
    }

    @Override
    public Future<Round> braked(ClaimAnswer.Braked braked) {
        return ended(found(), shorter(braked.retryIn(), LONGEST_PAUSE), braked.reason(), braked.advice());
    }

    @Override
    public Future<Round> overBudget(ClaimAnswer.OverBudget over) {
        return ended(
                found(),
                shorter(over.retryIn(), LONGEST_PAUSE),
                "the token quota " + over.window() + " is spent",
                "Wait until about " + at.plus(over.retryIn()).truncatedTo(ChronoUnit.SECONDS)
                        + ", it goes on by itself; ask the partner for more if it happens again");
    }

    @Override
    public Future<Round> blocked(ClaimAnswer.Blocked blocked) {
        return ended(found(), shorter(blocked.retryIn(), LONGEST_PAUSE), blocked.reason(), blocked.advice());
    }

    @Override
    public Future<Round> go(ClaimAnswer.Go go) {
        long now = tools.nanoTime().getAsLong();
        if (held != null && held.isFresh(now) && held.token().generation() != refused) {
            return republish(held, now, go.generation());
        }
        return lasting()
                .compose(lasting -> lasting == null
                        ? ask(go.generation())
                        : republish(lasting, tools.nanoTime().getAsLong(), go.generation()));
    }

    /** What others have kept since; nothing if there is no time to wait until the brokers tell. */
    private Future<@Nullable HeldToken> lasting() {
        return tools.vertx()
                .executeBlocking(() -> tools.memory().newest(credentials.secret()), false)
                .timeout(LONGEST_READ.toMillis(), TimeUnit.MILLISECONDS)
                .map(kept -> lasts(opened(kept.token())))
                .otherwise((HeldToken) null);
    }

    /** One that is as good as asked for: not the one that this worker has, which is over or was refused. */
    private @Nullable HeldToken lasts(@Nullable HeldToken kept) {
        boolean good = kept != null
                && kept.isFresh(tools.nanoTime().getAsLong())
                && (held == null || !held.token().value().equals(kept.token().value()));
        return good ? kept : null;
    }

    private Future<Round> ask(long generation) {
        Duration needed = elapsed().plus(tools.endpoint().timeout()).plus(SAFETY);
        if (needed.compareTo(tools.lease()) >= 0) {
            release();
            Refusal late = RequestFailures.tooLate();
            return ended(found(), WHILE_BUSY, late.reason(), late.advice());
        }
        return tools.endpoint()
                .ask(credentials.secret(), () -> elapsed().plus(SAFETY).compareTo(tools.lease()) < 0)
                .compose(answer -> answer.fold(
                        issued -> issued(generation, issued), notIssued -> notIssued(generation, notIssued)));
    }

    private Future<Round> issued(long generation, TokenAnswer.Issued answer) {
        TokenLife life = TokenLife.of(answer.lifetime(), tools.lease());
        tools.report().issued(generation, answer, elapsed());
        SealedToken token = seal(generation, answer.token(), at.plus(life.fresh()), at.plus(life.usable()));
        return publish(answer.token(), new Publish(claimId, token, true, answer.quota()));
    }

    private Future<Round> republish(HeldToken copy, long now, long generation) {
        LOG.info("Nobody has to ask: a token that lasts was at hand, it is published as {}", generation);
        String value = copy.token().value();
        Instant staleAt = at.plusNanos(copy.staleAt() - now);
        Instant expiresAt = at.plusNanos(copy.token().expiresAt() - now);
        return publish(value, new Publish(claimId, seal(generation, value, staleAt, expiresAt), false, List.of()));
    }

    private SealedToken seal(long generation, String value, Instant staleAt, Instant expiresAt) {
        String sealed = tools.sealing().seal(credentials.secret(), generation, expiresAt, value);
        return new SealedToken(generation, credentials.fingerprint(), sealed, staleAt, expiresAt);
    }

    /** Published or not, this worker has a token: a second one harms nobody. */
    private Future<Round> publish(String value, Publish event) {
        HeldToken copy = HeldToken.of(value, event.token(), at, began);
        return applyInLease(event)
                .map(applied -> {
                    if (applied.answer() == ClaimEnd.SUPERSEDED) {
                        LOG.warn(
                                "Token {} came too late for the grid; this worker uses it alone",
                                copy.token().generation());
                    } else {
                        entry = applied.entry();
                        tools.memory().keep(credentials, entry);
                    }
                    return copy;
                })
                .otherwise(failure -> {
                    LOG.warn("Token {} did not reach the grid: {}", copy.token().generation(), failure.toString());
                    return copy;
                })
                .map(token -> new Round(token, 0, WHILE_BUSY, entry, Trouble.NONE));
    }

    private Future<Round> notIssued(long generation, TokenAnswer.NotIssued answer) {
        Refusal refusal = answer.refusal();
        Refuse event = new Refuse(
                generation,
                claimId,
                credentials.fingerprint(),
                refusal,
                tools.chance().getAsDouble(),
                answer.quota());
        return applyInLease(event)
                .map(applied -> {
                    entry = applied.entry();
                    if (refusal.retry() != Refusal.Retry.CHANGED) {
                        tools.memory().keep(credentials, entry);
                    }
                    return entry.heldUntil(credentials.fingerprint(), applied.at())
                            .map(until -> Duration.between(applied.at(), until))
                            .orElse(null);
                })
                .otherwise((Duration) null)
                .compose(wait -> {
                    tools.report().notIssued(generation, answer, wait);
                    return ended(
                            found(),
                            wait == null ? LONGEST_PAUSE : shorter(wait, LONGEST_PAUSE),
                            refusal.reason(),
                            refusal.advice());
                });
    }

    private Future<Round> ended(@Nullable HeldToken found, Duration again, String reason, String advice) {
        return Future.succeededFuture(new Round(found, refused, again, entry, new Trouble(reason, advice)));
    }

    /** The entry's token, if it is of use. */
    private @Nullable HeldToken found() {
        return opened(entry.token());
    }

    /** A token, if this worker's secret opens it and it is not over. */
    private @Nullable HeldToken opened(@Nullable SealedToken token) {
        if (token == null || !at.isBefore(token.expiresAt())) {
            return null;
        }
        if (held != null && held.sealed().equals(token)) {
            return held;
        }
        return tools.sealing()
                .open(credentials.secret(), token.generation(), token.expiresAt(), token.sealed())
                .map(value -> HeldToken.of(value, token, at, began))
                .orElse(null);
    }

    /** Whether others with this worker's credentials can have its token from the entry, or could if it lay there. */
    private boolean served() {
        return held != null
                && held.isFresh(tools.nanoTime().getAsLong())
                && held.token().generation() != refused
                && held.sealed().credentials().equals(credentials.fingerprint());
    }

    /** Not waited for: if it is lost, the claim lapses. */
    private void release() {
        apply(new Release(claimId));
    }

    private Duration elapsed() {
        return Duration.ofNanos(tools.nanoTime().getAsLong() - began);
    }

    private <R extends Serializable> Future<Applied<R>> apply(TokenEvent<R> event) {
        return Future.fromCompletionStage(
                tools.store().apply(event), tools.vertx().getOrCreateContext());
    }

    /** Tries until the lease is over: an issued token that nobody hears of costs a second request. */
    private <R extends Serializable> Future<Applied<R>> applyInLease(TokenEvent<R> event) {
        return apply(event)
                .recover(failure -> elapsed().compareTo(tools.lease()) > 0
                        ? Future.failedFuture(failure)
                        : tools.vertx()
                                .timer(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)
                                .compose(done -> applyInLease(event)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
