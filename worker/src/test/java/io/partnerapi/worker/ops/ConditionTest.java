package io.partnerapi.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final HandClock clock = new HandClock(START);
    private final Condition condition = new Condition("token", clock);

    @Test
    void itBeginsDownBecauseNothingIsKnownYet() {
        // Given a new condition

        // When
        Condition.State state = condition.state();

        // Then
        assertThat(state)
                .isEqualTo(new Condition.State(
                        "token", false, START, "starting", "Wait; if it stays, the log says what it waits for"));
    }

    @Test
    void repeatingTheSameReportKeepsSince() {
        // Given
        condition.down("quota spent", "Wait");
        later();

        // When
        condition.down("quota spent", "Wait longer");

        // Then
        assertThat(condition.state())
                .isEqualTo(new Condition.State("token", false, START, "quota spent", "Wait longer"));
    }

    @Test
    void anotherReasonBeginsAnew() {
        // Given
        condition.down("quota spent", "Wait");
        Instant changed = later();

        // When
        condition.down("credentials refused", "Change them");

        // Then
        assertThat(condition.state().since()).isEqualTo(changed);
    }

    @Test
    void upForgetsTheReasonAndKeepsSinceWhenRepeated() {
        // Given
        condition.down("quota spent", "Wait");
        Instant changed = later();
        condition.up();
        later();

        // When
        condition.up();

        // Then
        assertThat(condition.state()).isEqualTo(new Condition.State("token", true, changed, "", ""));
    }

    private Instant later() {
        clock.pass(Duration.ofMinutes(1));
        return clock.instant();
    }
}
