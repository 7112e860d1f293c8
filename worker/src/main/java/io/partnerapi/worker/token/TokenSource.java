package io.partnerapi.worker.token;

import io.partnerapi.schemas.Telemetry;
import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.state.KeptValue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives calls the bearer token that the whole cluster shares, from this worker's own copy, and has it replaced in time.
 *
 * <p>Safe for any thread; its rounds run on one Vert.x context, one at a time, and block none.
 */
public final class TokenSource implements Tokens {

    private static final Duration BETWEEN_REFUSALS = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);
    private static final String STOPPING = "The worker is stopping";
    private static final Duration SPREAD = Duration.ofMillis(250);
    private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);

    private final Vertx vertx;
    private final Context context;
    private final TokenStore store;
    private final SecretSource secrets;
    private final RoundTools tools;
    private final Condition condition;
    private final Clock clock;
    private final LongSupplier nanoTime;

    private volatile @Nullable HeldToken held;
    private volatile long heldSince;
    private volatile boolean closed;
    private final Set<CompletableFuture<@Nullable AccessToken>> waiting = ConcurrentHashMap.newKeySet();

    private volatile TokenEntry seen = TokenEntry.EMPTY;

    // Of the context alone:
    private Future<Void> round = Future.succeededFuture();
    private boolean changed;
    private @Nullable Long timer;
    private Duration again = AFTER_FAILURE;
    private long refused;
    private long refusedAt;

    /**
     * A source that is not started yet.
     *
     * @param kept what is known of the token, where it outlives all workers
     * @param worker id of this worker
     * @param condition up while there is a token to call with
     * @param telemetry told of every token request
     * @param nanoTime the process's monotonic clock
     */
    public TokenSource(
            Vertx vertx,
            TokenSettings settings,
            TokenStore store,
            TokenEndpoint endpoint,
            KeptValue kept,
            String worker,
            Condition condition,
            Consumer<Telemetry> telemetry,
            Clock clock,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.store = store;
        this.secrets = new SecretSource(settings);
        this.condition = condition;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.refusedAt = nanoTime.getAsLong() - BETWEEN_REFUSALS.toNanos();
        TokenSealing sealing = new TokenSealing(settings.key());
        this.tools = new RoundTools(
                vertx,
                store,
                endpoint,
                sealing,
                new TokenMemory(sealing, kept),
                new TokenReport(settings.clientId(), worker, telemetry, clock),
                worker,
                nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Starts looking after the token; completes before there is one. */
    public Future<Void> start() {
        return vertx.<Void>executeBlocking(() -> {
                    store.onChange(() -> context.runOnContext(go -> look()));
                    return null;
                })
                .onSuccess(registered -> context.runOnContext(go -> look()));
    }

    @Override
    public Optional<AccessToken> atHand() {
        HeldToken copy = held;
        return copy != null && copy.isUsable(nanoTime.getAsLong()) ? Optional.of(copy.token()) : Optional.empty();
    }

    @Override
    public Future<@Nullable AccessToken> within(@Nullable Duration longest) {
        Optional<AccessToken> now = atHand();
        if (now.isPresent()) {
            return Future.succeededFuture(now.get());
        }
        CompletableFuture<@Nullable AccessToken> wait = new CompletableFuture<>();
        waiting.add(wait);
        wait.whenComplete((token, failure) -> waiting.remove(wait));
        if (longest != null) {
            long timer = vertx.setTimer(Math.max(1, longest.toMillis()), over -> wait.complete(null));
            wait.whenComplete((token, failure) -> vertx.cancelTimer(timer));
        }
        // Once more: whoever has brought one, or closed, in the meantime has not seen this wait.
        atHand().ifPresent(wait::complete);
        if (closed) {
            wait.completeExceptionally(new IllegalStateException(STOPPING));
        }
        Context caller = Vertx.currentContext();
        return caller == null ? Future.fromCompletionStage(wait) : Future.fromCompletionStage(wait, caller);
    }

    /** Says that the partner refused a call for this token (401). It is replaced, but only once in hours for the cluster. */
    public void refused(AccessToken token) {
        context.runOnContext(go -> {
            HeldToken copy = held;
            long now = nanoTime.getAsLong();
            if (copy == null
                    || copy.token().generation() != token.generation()
                    || now - refusedAt < BETWEEN_REFUSALS.toNanos()) {
                return;
            }
            LOG.warn("The partner refused token {} although it is valid", token.generation());
            refused = token.generation();
            refusedAt = now;
            look();
        });
    }

    /** What is known of the token now; any thread. */
    public TokenView view() {
        return TokenView.of(held, heldSince, seen, nanoTime.getAsLong(), clock.instant());
    }

    /** Stops; completes when a request that was under way has been made known to the others, or {@link #LONGEST_CLOSE} later. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            closed = true;
            if (timer != null) {
                vertx.cancelTimer(timer);
            }
            waiting.forEach(wait -> wait.completeExceptionally(new IllegalStateException(STOPPING)));
            round.timeout(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(late -> LOG.warn("A token round is left under way: {}", late.toString()))
                    .otherwiseEmpty()
                    .onComplete(done);
        });
        return done.future();
    }

    private void look() {
        if (closed) {
            return;
        }
        if (!round.isComplete()) {
            changed = true;
            return;
        }
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        changed = false;
        round = vertx.executeBlocking(secrets::read)
                .compose(secret -> secret.fold(this::run, this::withoutSecret))
                .<Void>map(ended -> {
                    take(ended);
                    return null;
                })
                .onFailure(bug -> LOG.error("A token round ended by a bug", bug))
                .onComplete(ended -> context.runOnContext(go -> plan()));
    }

    private Future<Round> run(Credentials credentials) {
        long against = refused;
        refused = 0;
        return new TokenRound(tools, credentials, against, held, seen)
                .run()
                .otherwise(failure -> new Round(
                        null,
                        against,
                        AFTER_FAILURE,
                        seen,
                        new Trouble(
                                "the grid cannot tell about the token: " + RequestFailures.message(failure),
                                "See the condition grid; it goes on by itself when that is up")));
    }

    private Future<Round> withoutSecret(SecretReading.Unreadable secret) {
        return Future.succeededFuture(new Round(
                null, refused, TokenRound.LONGEST_PAUSE, seen, new Trouble(secret.reason(), secret.advice())));
    }

    private void take(Round ended) {
        long now = nanoTime.getAsLong();
        HeldToken copy = held;
        HeldToken found = ended.found();
        refused = Math.max(refused, ended.refused());
        again = ended.again();
        seen = ended.seen();
        if (found != null && (copy == null || found.isBetterThan(copy, now))) {
            heldSince = now;
            held = found;
            copy = found;
        }
        if (copy != null && copy.isUsable(now)) {
            AccessToken token = copy.token();
            waiting.forEach(wait -> wait.complete(token));
            again = shorter(again, Duration.ofNanos(copy.token().expiresAt() - now));
            condition.up();
        } else {
            condition.down(ended.trouble().reason(), ended.trouble().advice());
        }
    }

    private void plan() {
        if (changed) {
            look();
        } else if (!closed) {
            long spread = (long) (SPREAD.toMillis() * tools.chance().getAsDouble());
            timer = vertx.setTimer(Math.max(0, again.toMillis()) + spread + 1, fired -> look());
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
