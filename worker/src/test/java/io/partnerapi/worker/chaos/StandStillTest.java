package io.partnerapi.worker.chaos;

import static io.partnerapi.worker.chaos.Seen.ended;
import static io.partnerapi.worker.chaos.Seen.evidence;
import static io.partnerapi.worker.chaos.Seen.seconds;
import static io.partnerapi.worker.chaos.Seen.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandStillTest {
    @Test
    void isTheTimeWithoutAnEndingWhileSomethingWaited() {
        // When
        StandStill still = StandStill.of(evidence(
                List.of(sent(0, 1, 1), sent(0, 2, 1), sent(1, 1, 1)),
                List.of(ended(0, 1, 1.2, "a"), ended(0, 2, 4.2, "a"), ended(1, 1, 3, "b"))));

        // Then
        assertThat(still.longest()).isEqualTo(Map.of(0, seconds(3), 1, seconds(2)));
        assertThat(still.sum()).isEqualTo(seconds(5));
    }

    @Test
    void beginsWhenACommandComes() {
        // When
        StandStill still = StandStill.of(
                evidence(List.of(sent(0, 1, 1), sent(0, 2, 50)), List.of(ended(0, 1, 1.2, "a"), ended(0, 2, 51, "a"))));

        // Then
        assertThat(still.sum()).isEqualTo(seconds(1));
    }

    @Test
    void isNotWhatACallTakes() {
        // When
        StandStill still = StandStill.of(evidence(List.of(sent(0, 1, 1)), List.of(ended(0, 1, 1.4, "a"))));

        // Then
        assertThat(still.longest()).isEmpty();
        assertThat(still.sum()).isZero();
    }
}
