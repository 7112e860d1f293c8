package io.partnerapi.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Paused;
import io.partnerapi.schemas.Resumed;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a refusal of the load balancer does to all workers. */
class DispenserPauseTest extends Dispensers {
    @Test
    void aRefusalPausesEveryWorkerAndIsToldOnce() {
        // Given
        PermitDispenser other = dispenser();
        spend(10);
        IntStream.range(0, 20).forEach(i -> dispenser.refused());
        time.advance(USE_BY);

        // When
        List<Future<PermitAnswer>> answers = List.of(ask(), ask(other, anyRequest()));
        time.advance(Duration.ofSeconds(27));

        // Then
        assertThat(answers).noneMatch(Future::isComplete);
        assertThat(grid.count(LedgerStep.Pause.class)).isEqualTo(1);
        assertThat(told(Paused.class)).singleElement().satisfies(paused -> {
            assertThat(paused.scope()).isEqualTo("egress:office");
            assertThat(paused.until()).isAfter(Instant.EPOCH.plusSeconds(30));
        });
        time.advance(Duration.ofSeconds(6));
        assertThat(answers).allMatch(Future::isComplete);
        assertThat(told(Resumed.class)).hasSize(1);
    }

    @Test
    void theViewTellsHowLongCallsPauseAndThatTheyDoNotAnyMore() {
        // Given
        hasStarted();
        Duration before = pause();

        // When
        dispenser.refused();
        Duration asked = pause();
        time.advance(SOON);
        Duration known = pause();
        time.advance(Duration.ofSeconds(31));

        // Then
        assertThat(before).isNull();
        assertThat(asked).isZero();
        assertThat(known).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
        assertThat(pause()).isNull();
    }

    @Test
    void aPermitInHandIsNotSpentWhileCallsPauseAndComesBack() {
        // Given
        PermitDispenser other = dispenser();
        Permit here = permit(ask());
        Permit elsewhere = permit(ask(other, anyRequest()));

        // When
        dispenser.refused();
        boolean spentHere = here.spend();
        time.advance(SOON);

        // Then
        assertThat(spentHere).isFalse();
        assertThat(elsewhere.spend()).isFalse();
        time.advance(Duration.ofSeconds(2));
        assertThat(other.view().used()).isZero();
    }

    @Test
    void aPermitOfBeforeAShortPauseIsNotSpentAfterIt() {
        // Given
        PermitDispenser quick =
                dispenser(new BudgetSettings(300, Duration.ofSeconds(10), Duration.ofSeconds(5), 5, Map.of(), "quick"));
        Permit before = permit(ask(quick, anyRequest()));

        // When
        quick.refused();
        time.advance(Duration.ofSeconds(1).plus(SOON));
        Permit after = permit(ask(quick, anyRequest()));

        // Then
        assertThat(before.spend()).isFalse();
        assertThat(after.spend()).isTrue();
    }

    @Test
    void anUnansweredRefusalIsToldAgainAndPausesOnce() {
        // Given
        PermitDispenser other = dispenser();
        spend(10);
        grid.losesAnswer = () -> true;
        dispenser.refused();
        time.advance(SOON);

        // When
        grid.losesAnswer = () -> false;
        time.advance(Duration.ofSeconds(2));

        // Then
        assertThat(grid.count(LedgerStep.Pause.class)).isEqualTo(2);
        Future<PermitAnswer> answer = ask(other, anyRequest());
        time.advance(Duration.ofSeconds(33));
        assertThat(answer.isComplete()).isTrue();
        assertThat(told(Paused.class)).hasSize(1);
    }

    private @Nullable Duration pause() {
        return dispenser.view().pause(time.loop().now());
    }
}
