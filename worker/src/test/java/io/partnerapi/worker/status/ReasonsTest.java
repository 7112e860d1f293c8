package io.partnerapi.worker.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.partnerapi.schemas.Target;
import io.partnerapi.worker.breaker.BreakerView;
import io.partnerapi.worker.budget.BudgetUse;
import io.partnerapi.worker.pipeline.CommandView;
import io.partnerapi.worker.pipeline.Stage;
import io.partnerapi.worker.token.TokenView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration FORECAST = Duration.ofMinutes(7);

    static Stream<Arguments> waits() {
        return Stream.of(
                arguments(Stage.TURN, 0, true, "closed", "turn", "Other commands have their turn first."),
                arguments(Stage.TURN, 3, true, "closed", "turn", "3 commands of its key come first."),
                arguments(Stage.ADMISSION, 0, true, "closed", "permit", "The call budget is used up, or others"),
                arguments(Stage.ADMISSION, 0, false, "closed", "token", "No token is at hand"),
                arguments(Stage.ANSWER, 0, true, "closed", "answer", "The call is under way."),
                arguments(Stage.SETTLING, 0, true, "closed", "settling", "What is known of it"),
                arguments(Stage.RETRY, 0, true, "closed", "retry", "It waits for its next attempt."),
                arguments(Stage.RETRY, 0, true, "open", "partner", "The partner is not called"),
                arguments(Stage.RETRY, 0, true, "half_open", "partner", "The partner is not called"));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void aCommandWaitsForOneThing(Stage stage, int before, boolean token, String breaker, String waitsFor, String why) {
        // Given
        Reasons reasons = reasons(token, breaker, FORECAST);

        // When
        CommandView command = command(stage, before);

        // Then
        assertThat(reasons.waitsFor(command)).isEqualTo(waitsFor);
        assertThat(reasons.why(command)).startsWith(why);
    }

    @Test
    void theBreakerOfAnotherTargetIsNoReason() {
        // Given
        BreakerView pci = new BreakerView("pci", "open", NOW, "");
        Reasons reasons = new Reasons(token(true), budget(null), List.of(pci), NOW);

        // When
        String waitsFor = reasons.waitsFor(command(Stage.RETRY, 0));

        // Then
        assertThat(waitsFor).isEqualTo("retry");
    }

    @Test
    void whoeverWaitsForTheBudgetHasGoneWhenTheBacklogHas() {
        // Given
        Reasons waiting = reasons(true, "closed", FORECAST);
        Reasons idle = reasons(true, "closed", null);

        // Then
        assertThat(waiting.expectedBy(command(Stage.ADMISSION, 0))).isEqualTo(NOW.plus(FORECAST));
        assertThat(waiting.expectedBy(command(Stage.TURN, 0))).isEqualTo(NOW.plus(FORECAST));
        assertThat(waiting.expectedBy(command(Stage.TURN, 1))).isNull();
        assertThat(reasons(false, "closed", FORECAST).expectedBy(command(Stage.ADMISSION, 0)))
                .isNull();
        assertThat(waiting.expectedBy(command(Stage.ANSWER, 0))).isNull();
        assertThat(idle.expectedBy(command(Stage.ADMISSION, 0))).isNull();
    }

    static Stream<Arguments> budgets() {
        String paused = "All calls pause since the partner's load balancer refused one";
        String down = "The call budget does not answer; the condition budget says why.";
        return Stream.of(
                arguments(true, Duration.ZERO, paused + "."),
                arguments(true, Duration.ofSeconds(30), paused + ", until 2026-01-02T03:04:35Z."),
                arguments(false, null, down),
                arguments(false, Duration.ofSeconds(30), down));
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void aBudgetThatGivesNoPermitsIsNotSaidToBeUsedUp(boolean answers, @Nullable Duration pause, String why) {
        // Given
        BudgetUse budget = new BudgetUse(900, Duration.ofMinutes(5), 7, 0, 1, Duration.ZERO, FORECAST, answers, pause);
        Reasons reasons = new Reasons(token(true), budget, List.of(), NOW);

        // When
        CommandView command = command(Stage.ADMISSION, 0);

        // Then
        assertThat(reasons.waitsFor(command)).isEqualTo("permit");
        assertThat(reasons.why(command)).isEqualTo(why);
    }

    private static Reasons reasons(boolean token, String breaker, @Nullable Duration forecast) {
        return new Reasons(token(token), budget(forecast), List.of(new BreakerView("api", breaker, null, "")), NOW);
    }

    private static TokenView token(boolean atHand) {
        Duration some = atHand ? Duration.ofHours(1) : null;
        return new TokenView(atHand ? 1 : 0, some, some, List.of());
    }

    private static BudgetUse budget(@Nullable Duration forecast) {
        return new BudgetUse(900, Duration.ofMinutes(5), 900, 0, 1, Duration.ZERO, forecast, true, null);
    }

    private static CommandView command(Stage stage, int before) {
        return new CommandView("c", "k", new TopicPartition("t", 0), 7, Target.API, stage, NOW, before, null, null, 0);
    }
}
