package io.partnerapi.worker.chaos;

import static io.partnerapi.worker.chaos.Seen.ended;
import static io.partnerapi.worker.chaos.Seen.evidence;
import static io.partnerapi.worker.chaos.Seen.incident;
import static io.partnerapi.worker.chaos.Seen.seconds;
import static io.partnerapi.worker.chaos.Seen.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Sent;
import io.partnerapi.worker.chaos.UndueWaits.HeldBack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndueWaitsTest {
    private static final Duration ALLOWED = Duration.ofSeconds(20);
    private static final List<Sent> SENT = List.of(sent(0, 1, 100), sent(1, 1, 100));
    private static final List<Ending> ENDED = List.of(ended(0, 1, 119, "a"), ended(1, 1, 125, "a"));

    @Test
    void namesWhatWaitedThoughNothingWasWrong() {
        assertThat(UndueWaits.of(evidence(SENT, ENDED), List.of(), ALLOWED))
                .singleElement()
                .asString()
                .contains("record commands-1@1", "25.0 s");
    }

    @Test
    void excusesWhatAnIncidentReaches() {
        assertThat(UndueWaits.of(evidence(SENT, ENDED, incident("broker killed", 110, 112)), List.of(), ALLOWED))
                .isEmpty();
        assertThat(UndueWaits.of(evidence(SENT, ENDED, incident("broker killed", 10, 12)), List.of(), ALLOWED))
                .hasSize(1);
    }

    @Test
    void excusesThePartitionThatWasHeldBackAndNoOther() {
        assertThat(UndueWaits.of(evidence(SENT, ENDED), List.of(heldBack(1, 90, 124)), ALLOWED))
                .isEmpty();
        assertThat(UndueWaits.of(evidence(SENT, ENDED), List.of(heldBack(0, 90, 124)), ALLOWED))
                .hasSize(1);
        assertThat(UndueWaits.of(evidence(SENT, ENDED), List.of(heldBack(1, 90, 101)), ALLOWED))
                .hasSize(1);
    }

    private static HeldBack heldBack(int partition, double from, double to) {
        return new HeldBack(partition, seconds(from).toNanos(), seconds(to).toNanos());
    }
}
