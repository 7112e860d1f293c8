package io.partnerapi.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.partnerapi.worker.kafka.ClientMeters;
import io.partnerapi.worker.timing.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandConsumersTest {
    private static final ClientMeters METERS = new ClientMeters(new SimpleMeterRegistry());
    private static final Timing TIMING = Timing.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    private static final Map<String, Object> BROKER = Map.of("bootstrap.servers", "127.0.0.1:1");

    @Test
    void aWorkerNoticesItsOwnEndSoonUnlessToldOtherwise() {
        // When
        Map<String, Object> properties =
                new CommandConsumers(BROKER, "group", "worker", 1 << 20, TIMING, METERS).properties();

        // Then
        assertThat(properties)
                .containsEntry("session.timeout.ms", 10_000)
                .containsEntry("heartbeat.interval.ms", 3_000)
                .containsEntry("max.poll.interval.ms", 335_000)
                .containsEntry(
                        "partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    }

    @Test
    void underTheProtocolOfTheBrokersNothingIsSaidThatTheyDecide() {
        // When
        Map<String, Object> properties = made("consumer").properties();

        // Then
        assertThat(properties)
                .containsEntry("group.protocol", "consumer")
                .doesNotContainKeys("session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer", "CONSUMER"})
    void whatTheGuaranteesNeedIsTheSameUnderEachAndTheClientTakesIt(String protocol) {
        // Given
        CommandConsumers consumers = made(protocol);

        // When
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {

            // Then
            assertThat(consumer.assignment()).isEmpty();
            assertThat(consumers.properties())
                    .containsEntry("group.id", "group")
                    .containsEntry("enable.auto.commit", false)
                    .containsEntry("isolation.level", "read_committed")
                    .containsEntry("auto.offset.reset", "none");
        }
    }

    private static CommandConsumers made(String protocol) {
        Map<String, Object> given = new HashMap<>(BROKER);
        given.put("group.protocol", protocol);
        return new CommandConsumers(given, "group", "worker", 1 << 20, TIMING, METERS);
    }
}
