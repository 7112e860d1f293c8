package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.ClaimAnswer.Go;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A worker without a majority. */
class DegradingTokenStoreTest extends TroubledGrid {
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
}
