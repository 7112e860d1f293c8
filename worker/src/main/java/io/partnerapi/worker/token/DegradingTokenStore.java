package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The grid's entry while the grid can decide; without a majority, or when the grid has long been silent, and only when the
 * token is nearly over, an entry of this worker's own under the same rules. A second token harms nobody but costs one of
 * the quota; no token stops the work.
 */
public final class DegradingTokenStore implements TokenStore {

    private static final Logger LOG = LoggerFactory.getLogger(DegradingTokenStore.class);

    /** Longer than it takes to find out that a member hangs, and to hand its entries to another. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** Longer than from one round to the next: whoever comes later had been stopped in between. */
    static final Duration STOPPED = Duration.ofSeconds(8);

    /** For one step of a grid that has long been silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final TokenStore grid;
    private final BooleanSupplier majority;
    private final Duration grace;
    private final double share;
    private final LongSupplier nanoTime;
    private LocalTokenStore own;
    private boolean alone;
    private @Nullable Long silentSince;
    private @Nullable Long lonelySince;
    private long lookedAt;

    /**
     * @param majority whether the grid can decide now
     * @param grace time without a majority in which the grid may still form, or take back a member that had been stopped, so
     *     that nobody asks alone
     * @param share from 0 to 1, another for each worker: those who are left alone together ask one after the other, so that
     *     the first can leave its token to the rest on the state topic
     */
    public DegradingTokenStore(
            TokenStore grid,
            BooleanSupplier majority,
            Duration grace,
            double share,
            Clock clock,
            LongSupplier nanoTime) {
        this.grid = grid;
        this.majority = majority;
        this.grace = grace;
        this.share = share;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
        this.lonelySince = lookedAt;
        this.own = new LocalTokenStore(TokenEntry.EMPTY, clock.instant(), nanoTime);
    }

    @Override
    public <R extends Serializable> CompletionStage<Applied<R>> apply(TokenEvent<R> event) {
        awake(event);
        if (!majority.getAsBoolean()) {
            lonely();
            return alone(event);
        }
        inCompany();
        return soon(grid.apply(event))
                .thenApply(this::remember)
                .exceptionallyCompose(failure -> silent() ? alone(event) : CompletableFuture.failedFuture(failure));
    }

    /** A grid that has long been silent is given little time, so that there is enough left of a lease to ask alone. */
    private synchronized <T> CompletionStage<T> soon(CompletionStage<T> answer) {
        boolean patient = silentSince == null || nanoTime.getAsLong() - silentSince < LONGEST_SILENCE.toNanos();
        return patient
                ? answer
                : answer.toCompletableFuture().copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The time in which this process did not run says nothing about the others. */
    private synchronized void awake(TokenEvent<?> event) {
        long now = nanoTime.getAsLong();
        if (event instanceof Acquire && now - lookedAt > STOPPED.toNanos()) {
            lonelySince = lonelySince == null ? null : Long.valueOf(now);
            silentSince = null;
        }
        lookedAt = now;
    }

    /** Its silence counts only while its members are seen. */
    private synchronized void lonely() {
        silentSince = null;
        lonelySince = lonelySince == null ? nanoTime.getAsLong() : lonelySince;
    }

    private synchronized void inCompany() {
        lonelySince = null;
    }

    /** Notes that a step failed; answers whether none has succeeded for so long that none is to be expected. */
    private synchronized boolean silent() {
        long now = nanoTime.getAsLong();
        long since = silentSince == null ? now : silentSince;
        silentSince = since;
        return now - since >= LONGEST_SILENCE.toNanos();
    }

    private synchronized <R extends Serializable> Applied<R> remember(Applied<R> applied) {
        if (alone) {
            LOG.info("The grid decides about the token again");
        }
        alone = false;
        silentSince = null;
        own = new LocalTokenStore(own.entry().merge(applied.entry()).unclaimed(), applied.at(), nanoTime);
        return applied;
    }

    private synchronized <R extends Serializable> CompletionStage<Applied<R>> alone(TokenEvent<R> event) {
        SealedToken token = own.entry().token();
        if (lonelySince != null && nanoTime.getAsLong() - lonelySince < grace.toNanos()) {
            return CompletableFuture.failedFuture(new NoMajority("the grid is forming"));
        }
        if (event instanceof Acquire acquire
                && token != null
                && token.credentials().equals(acquire.credentials())
                && own.now().isBefore(turn(token))) {
            return CompletableFuture.failedFuture(new NoMajority("the grid cannot decide; the token lasts a while"));
        }
        if (!alone) {
            LOG.warn(
                    "The grid cannot decide and there is no lasting token: this worker looks after a token of its own");
        }
        alone = true;
        return own.apply(event);
    }

    /** When this worker may ask alone: it leaves half of the time that is left then to the others and to the request. */
    private Instant turn(SealedToken token) {
        Duration left = Duration.between(token.nearlyOverAt(), token.expiresAt());
        return token.nearlyOverAt().plusMillis(Math.round(share * left.toMillis() / 2));
    }

    @Override
    public void onChange(Runnable listener) {
        grid.onChange(listener);
    }

    /** Nobody can decide for the cluster now. */
    private static final class NoMajority extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoMajority(String message) {
            super(message, null, false, false);
        }
    }
}
