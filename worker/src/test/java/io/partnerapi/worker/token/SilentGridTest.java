package io.partnerapi.worker.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.token.ClaimAnswer.Go;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A worker that sees the others, but gets no answer from the grid. */
class SilentGridTest extends TroubledGrid {
    @Test
    void theTimeInWhichAWorkerDidNotRunIsNoSilence() {
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
        assertThat(late).succeedsWithin(Duration.ofMinutes(1)).satisfies(applied -> assertThat(applied.answer())
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
}
