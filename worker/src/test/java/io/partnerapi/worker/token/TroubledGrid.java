package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** A worker's token store over a grid that can be without a majority, mute or hanging, with a clock set by hand. */
abstract class TroubledGrid {
    static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");

    long nanos;
    boolean majority;
    boolean mute;
    boolean hanging;
    int claims;
    final LocalTokenStore grid = new LocalTokenStore(TokenEntry.EMPTY, TEN, () -> nanos);
    DegradingTokenStore store = withShare(0);

    DegradingTokenStore withShare(double share) {
        return new DegradingTokenStore(
                new Grid(),
                () -> majority,
                Duration.ofSeconds(15),
                share,
                Clock.fixed(TEN, ZoneOffset.UTC),
                () -> nanos);
    }

    CompletableFuture<Applied<ClaimAnswer>> acquire() {
        return apply(
                new Acquire("creds", "claim" + claims++, "worker", Duration.ofSeconds(15), 0, false, TokenEntry.EMPTY));
    }

    void publish(long generation, long staleAt, long expiresAt) {
        SealedToken token =
                new SealedToken(generation, "creds", "sealed", TEN.plusSeconds(staleAt), TEN.plusSeconds(expiresAt));
        assertThat(apply(new Publish("claim" + (claims - 1), token, true, List.of()))
                        .join()
                        .answer())
                .isEqualTo(ClaimEnd.DONE);
    }

    <R extends Serializable> CompletableFuture<Applied<R>> apply(TokenEvent<R> event) {
        return store.apply(event).toCompletableFuture();
    }

    static ClaimAnswer answer(CompletableFuture<Applied<ClaimAnswer>> applied) {
        return applied.join().answer();
    }

    /** While the worker looks after its token as ever. */
    void pass(long seconds) {
        for (long i = 0; i < seconds; i++) {
            stop(1);
            apply(new Release("none"));
        }
    }

    /** While the process is stopped. */
    void stop(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    /** The grid, which may not answer. */
    final class Grid implements TokenStore {
        @Override
        public <R extends Serializable> CompletionStage<Applied<R>> apply(TokenEvent<R> event) {
            if (hanging) {
                return new CompletableFuture<>();
            }
            return mute ? CompletableFuture.failedFuture(new TimeoutException()) : grid.apply(event);
        }

        @Override
        public void onChange(Runnable listener) {
            grid.onChange(listener);
        }
    }
}
