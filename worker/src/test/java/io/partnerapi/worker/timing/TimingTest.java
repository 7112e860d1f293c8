package io.partnerapi.worker.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partnerapi.worker.check.InvalidSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the times are that nobody has set, and which do not fit each other. */
class TimingTest {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"PT30S, PT50S, PT5M", "PT1M, PT80S, PT5M", "PT5M, PT320S, PT335S"})
    void theGroupWaitsAsLongAsCallsMayTake(Duration call, Duration handOver, Duration maxPoll) {
        // When
        Timing timing = Timing.of(CONNECT, call, STOP, Optional.empty(), Optional.empty(), Optional.empty());

        // Then
        assertThat(timing.handOverLimit()).isEqualTo(handOver);
        assertThat(timing.maxPoll().value()).isEqualTo(maxPoll);
    }

    @ParameterizedTest
    @CsvSource({"PT30S, PT30S, true", "PT10S, PT30S, false", "PT30S, PT50S, false", "PT30S, PT49S, true"})
    void aStopThatCutsCallsIsKnown(Duration call, Duration stop, boolean cuts) {
        // When
        Timing timing = Timing.of(CONNECT, call, stop, Optional.empty(), Optional.empty(), Optional.empty());

        // Then
        assertThat(timing.stopCutsCalls()).isEqualTo(cuts);
        assertThat(timing.enoughToStop()).isEqualTo(CONNECT.plus(call).plusSeconds(15));
    }

    @Test
    void aStopEndsInItsTimeWhateverCallsTake() {
        // When
        Timing timing =
                Timing.of(CONNECT, Duration.ofMinutes(1), STOP, Optional.empty(), Optional.empty(), Optional.empty());

        // Then
        assertThat(timing.stopCallLimit().plus(timing.stopSettleLimit())).isLessThan(timing.exitLimit());
        assertThat(timing.exitLimit()).isLessThan(STOP);
    }

    @Test
    void allThatDoesNotFitIsToldAtOnceByItsNameAndRule() {
        // When
        InvalidSettings refused = assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> Timing.of(
                        CONNECT,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(19),
                        given("kafka.session.timeout.ms", 9_999),
                        given("kafka.consumer.max.poll.interval.ms", 94_999),
                        given("kafka.producer.transaction.timeout.ms", 4_999)))
                .actual();

        // Then
        assertThat(refused.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "worker.stop-timeout = PT19S: must be from PT20S to PT15M."
                                + " Choose a duration in that range, such as PT20S.",
                        "kafka.session.timeout.ms = 9999: is too short: a worker could call for a partition that another"
                                + " owns already. Set at least 10000.",
                        "kafka.producer.transaction.timeout.ms = 4999: is too short: what records the start of a call"
                                + " could be aborted while the call waits for it. Set at least 5000.",
                        "kafka.consumer.max.poll.interval.ms = 94999: is too short: the group would give partitions away"
                                + " while their calls are under way, which take up to partner.connect-timeout and"
                                + " partner.call-timeout. Set at least 95000, or shorten the two.");
    }

    @Test
    void theShortestThatFitAreTaken() {
        // When
        Timing timing = Timing.of(
                CONNECT,
                Duration.ofMinutes(1),
                Duration.ofSeconds(20),
                given("kafka.session.timeout.ms", 10_000),
                given("kafka.consumer.max.poll.interval.ms", 95_000),
                given("kafka.producer.transaction.timeout.ms", 5_000));

        // Then
        assertThat(timing.session().value()).isEqualTo(Duration.ofSeconds(10));
        assertThat(timing.stopCallLimit()).isEqualTo(Duration.ofSeconds(5));
    }

    private static Optional<GivenTime> given(String key, long millis) {
        return Optional.of(new GivenTime(key, Duration.ofMillis(millis)));
    }
}
