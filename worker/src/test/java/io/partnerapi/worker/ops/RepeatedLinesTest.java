package io.partnerapi.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class RepeatedLinesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final LoggerContext context = new LoggerContext();
    private final RepeatedLines lines = new RepeatedLines();

    @Test
    void soManyOfAKindPassWhateverTheirArguments() {
        // When
        long passed = passed(1_000, NOW);

        // Then
        assertThat(passed).isEqualTo(RepeatedLines.MOST);
    }

    @Test
    void theNextThatPassesTellsHowManyDidNot() {
        // Given
        passed(1_000, NOW);
        LoggingEvent later = event("{} is down", 7, NOW.plusMillis(RepeatedLines.WHILE_MILLIS));
        LoggingEvent last = event("{} is down", 8, NOW.plusMillis(RepeatedLines.WHILE_MILLIS));

        // When
        FilterReply reply = lines.decide(later);
        lines.decide(last);

        // Then
        assertThat(reply).isEqualTo(FilterReply.NEUTRAL);
        assertThat(later.getKeyValuePairs()).containsExactly(new KeyValuePair("suppressed", 990L));
        assertThat(last.getKeyValuePairs()).isNull();
    }

    @Test
    void otherKindsAreNotHeldBack() {
        // Given
        passed(1_000, NOW);

        // When
        FilterReply reply = lines.decide(event("{} is up", 1, NOW));

        // Then
        assertThat(reply).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void ofTheSameTextAtAnotherLevelAsManyPass() {
        // Given
        passed(1_000, NOW);
        LoggingEvent worse = event(Level.ERROR, "{} is down", 1, NOW);

        // When
        FilterReply reply = lines.decide(worse);

        // Then
        assertThat(reply).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void aClockThatIsSetBackSilencesNothing() {
        // Given
        passed(1_000, NOW);

        // When
        long passed = passed(1, NOW.minusSeconds(3_600));

        // Then
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void aRareLineAlwaysPasses() {
        // When
        long passed = 0;
        for (int i = 0; i < 100; i++) {
            passed += passed(1, NOW.plusMillis(i * RepeatedLines.WHILE_MILLIS / RepeatedLines.MOST));
        }

        // Then
        assertThat(passed).isEqualTo(100);
    }

    private long passed(int count, Instant at) {
        long passed = 0;
        for (int i = 0; i < count; i++) {
            passed += lines.decide(event("{} is down", i, at)) == FilterReply.NEUTRAL ? 1 : 0;
        }
        return passed;
    }

    private LoggingEvent event(String message, int argument, Instant at) {
        return event(Level.WARN, message, argument, at);
    }

    private LoggingEvent event(Level level, String message, int argument, Instant at) {
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("a.Logger"), level, message, null, new Object[] {argument});
        event.setInstant(at);
        return event;
    }
}
