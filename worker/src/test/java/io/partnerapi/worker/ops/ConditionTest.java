package io.partnerapi.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.partnerapi.worker.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConditionTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final Logger log = (Logger) LoggerFactory.getLogger(Condition.class);
    private @Nullable Appender<ILoggingEvent> appender;
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

    @Test
    void reasonsThatAlternateAreLoggedOnceEach() {
        // Given
        List<String> lines = logged();

        // When
        for (int i = 0; i < 100; i++) {
            condition.down("refused (" + i % 2 + ")", "Wait");
            clock.pass(Duration.ofSeconds(2));
        }
        condition.up();
        condition.down("refused (0)", "Wait");

        // Then
        assertThat(lines)
                .containsExactly(
                        "token is down: refused (0). Wait",
                        "token is down: refused (1). Wait",
                        "token is up",
                        "token is down: refused (0). Wait");
    }

    @Test
    void reasonThatLastsIsLoggedAgainAfterAWhile() {
        // Given
        List<String> lines = logged();
        condition.down("refused", "Wait");

        // When
        clock.pass(Condition.BETWEEN_SAME);
        condition.down("refused", "Wait");
        condition.down("refused", "Wait");

        // Then
        assertThat(lines).hasSize(2);
    }

    @Test
    void reasonsWithoutEndAreNotAllLogged() {
        // Given
        List<String> lines = logged();

        // When
        for (int i = 0; i < 1000; i++) {
            condition.down("failed " + i + " times", "Wait");
        }

        // Then
        assertThat(lines).hasSize(Condition.MOST_REASONS);
        assertThat(condition.state().reason()).isEqualTo("failed 999 times");
    }

    /** The lines that the log gets from now on, while this test runs. */
    private List<String> logged() {
        List<String> lines = new ArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
            }
        };
        appender.start();
        log.addAppender(appender);
        this.appender = appender;
        return lines;
    }

    @AfterEach
    void detach() {
        log.detachAppender(appender);
    }

    private Instant later() {
        clock.pass(Duration.ofMinutes(1));
        return clock.instant();
    }
}
