package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.ClaimAnswer.Go;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DegradingTokenStoreTest {

    private static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");

    private long nanos;
    private boolean majority;
    private boolean mute;
    private boolean hanging;
    private int claims;
    private final LocalTokenStore grid = new LocalTokenStore(TokenEntry.EMPTY, TEN, () -> nanos);
    private DegradingTokenStore store = withShare(0);

    @Test
    void letsTheGridDecideWhileItCan() {
        // Given
        majority = true;

        // When
        ClaimAnswer answer = answer(acquire());

        // Then
        assertThat(answer).isEqualTo(new Go(1));
        assertThat(grid.entry().claimGeneration()).isEqualTo(1);
    }

    @Test
    void asksAloneOnlyAfterTheGrace() {
        // When
        CompletableFuture<Applied<ClaimAnswer>> forming = acquire();
        pass(15);

        // Then
        assertThat(forming).isCompletedExceptionally();
        assertThat(answer(acquire())).isEqualTo(new Go(1));
        assertThat(grid.entry()).isEqualTo(TokenEntry.EMPTY);
    }

    @Test
    void asksAloneOncePerLifetimeAndOnlyWhenTheTokenIsNearlyOver() {
        // Given
        majority = true;
        acquire();
        publish(1, 3600, 3840);
        pass(3600);
        majority = false;

        // When
        CompletableFuture<Applied<ClaimAnswer>> lasting = acquire();
        pass(120);
        ClaimAnswer nearlyOver = answer(acquire());
        publish(2, 7200, 7440);
        pass(3500);
        CompletableFuture<Applied<ClaimAnswer>> stale = acquire();
        pass(100);
        ClaimAnswer own = answer(acquire());

        // Then
        assertThat(lasting).isCompletedExceptionally();
        assertThat(nearlyOver).isEqualTo(new Go(2));
        assertThat(stale).isCompletedExceptionally();
        assertThat(own).isEqualTo(new Go(3));
        assertThat(grid.entry().generation()).isEqualTo(1);
    }

    @Test
    void whoeverIsLeftAloneWithOthersLeavesThemTime() {
        // Given
        store = withShare(0.5);
        majority = true;
        acquire();
        publish(1, 3600, 3840);
        majority = false;
        pass(3720);

        // When
        CompletableFuture<Applied<ClaimAnswer>> early = acquire();
        pass(30);
        ClaimAnswer turn = answer(acquire());

        // Then
        assertThat(early).isCompletedExceptionally();
        assertThat(turn).isEqualTo(new Go(2));
    }

    @Test
    void aWorkerThatWasStoppedGivesTheOthersTimeToTakeItBack() {
        // Given
        majority = true;
        acquire();
        pass(600);
        majority = false;

        // When
        CompletableFuture<Applied<ClaimAnswer>> awake = acquire();
        pass(14);
        CompletableFuture<Applied<ClaimAnswer>> soon = acquire();
        pass(1);
        ClaimAnswer alone = answer(acquire());

        // Then
        assertThat(awake).isCompletedExceptionally();
        assertThat(soon).isCompletedExceptionally();
        assertThat(alone).isInstanceOf(Go.class);
    }

    @Test
    void theTimeInWhichAWorkerDidNotRunIsNoTimeWithoutTheOthers() {
        // Given
        majority = true;
        acquire();
        majority = false;
        pass(10);
        stop(12);

        // When
        CompletableFuture<Applied<ClaimAnswer>> awake = acquire();
        pass(14);
        CompletableFuture<Applied<ClaimAnswer>> soon = acquire();
        pass(1);
        ClaimAnswer alone = answer(acquire());

        // Then
        assertThat(awake).isCompletedExceptionally();
        assertThat(soon).isCompletedExceptionally();
        assertThat(alone).isInstanceOf(Go.class);
    }

    @Test
    void norIsItSilence() {
        // Given
        majority = true;
        mute = true;
        acquire();
        pass(20);
        stop(12);

        // When
        CompletableFuture<Applied<ClaimAnswer>> awake = acquire();

        // Then
        assertThat(awake).isCompletedExceptionally();
    }

    @Test
    void whoeverAsksAloneMayTakeLongForIt() {
        // Given
        pass(15);
        acquire();

        // When
        stop(10);

        // Then
        publish(1, 3600, 3840);
    }

    @Test
    void asksAloneWhenTheGridHasLongBeenSilentThoughItsMembersAreSeen() {
        // Given
        majority = true;
        mute = true;

        // When
        CompletableFuture<Applied<ClaimAnswer>> first = acquire();
        pass(29);
        CompletableFuture<Applied<ClaimAnswer>> soon = acquire();
        pass(1);
        CompletableFuture<Applied<ClaimAnswer>> late = acquire();

        // Then
        assertThat(first).isCompletedExceptionally();
        assertThat(soon).isCompletedExceptionally();
        assertThat(answer(late)).isEqualTo(new Go(1));
    }

    @Test
    void aGridThatHasLongBeenSilentIsNotWaitedForSoLongThatTheLeaseIsOver() {
        // Given
        majority = true;
        mute = true;
        acquire();
        pass(30);
        mute = false;
        hanging = true;

        // When
        CompletableFuture<Applied<ClaimAnswer>> late = acquire();

        // Then
        assertThat(late).succeedsWithin(Duration.ofSeconds(5)).satisfies(applied -> assertThat(applied.answer())
                .isEqualTo(new Go(1)));
    }

    @Test
    void anAnswerOfTheGridEndsItsSilence() {
        // Given
        majority = true;
        mute = true;
        acquire();
        pass(29);
        mute = false;
        acquire();
        mute = true;

        // When
        pass(1);
        CompletableFuture<Applied<ClaimAnswer>> again = acquire();

        // Then
        assertThat(again).isCompletedExceptionally();
    }

    @Test
    void theTimeWithoutAMajorityIsNoSilence() {
        // Given
        majority = true;
        mute = true;
        acquire();
        majority = false;
        pass(30);
        acquire();
        majority = true;

        // When
        CompletableFuture<Applied<ClaimAnswer>> again = acquire();

        // Then
        assertThat(again).isCompletedExceptionally();
    }

    @Test
    void remembersItsOwnTokenWhenTheGridComesAndGoes() {
        // Given
        pass(15);
        acquire();
        publish(1, 3600, 3840);
        majority = true;
        acquire();
        majority = false;

        // When
        CompletableFuture<Applied<ClaimAnswer>> again = acquire();

        // Then
        assertThat(again).isCompletedExceptionally();
    }

    private DegradingTokenStore withShare(double share) {
        return new DegradingTokenStore(
                new Grid(),
                () -> majority,
                Duration.ofSeconds(15),
                share,
                Clock.fixed(TEN, ZoneOffset.UTC),
                () -> nanos);
    }

    private CompletableFuture<Applied<ClaimAnswer>> acquire() {
        return apply(
                new Acquire("creds", "claim" + claims++, "worker", Duration.ofSeconds(15), 0, false, TokenEntry.EMPTY));
    }

    private void publish(long generation, long staleAt, long expiresAt) {
        SealedToken token =
                new SealedToken(generation, "creds", "sealed", TEN.plusSeconds(staleAt), TEN.plusSeconds(expiresAt));
        assertThat(apply(new Publish("claim" + (claims - 1), token, true, List.of()))
                        .join()
                        .answer())
                .isEqualTo(ClaimEnd.DONE);
    }

    private <R extends Serializable> CompletableFuture<Applied<R>> apply(TokenEvent<R> event) {
        return store.apply(event).toCompletableFuture();
    }

    private static ClaimAnswer answer(CompletableFuture<Applied<ClaimAnswer>> applied) {
        return applied.join().answer();
    }

    /** While the worker looks after its token as ever. */
    private void pass(long seconds) {
        for (long i = 0; i < seconds; i++) {
            stop(1);
            apply(new Release("none"));
        }
    }

    /** While the process is stopped. */
    private void stop(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    /** The grid, which may not answer. */
    private final class Grid implements TokenStore {
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
