package io.partnerapi.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.partnerapi.worker.intake.PartitionFault.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PollFailureTest {
    private static final TopicPartition C1 = new TopicPartition("commands", 1);
    private static final TopicPartition C12 = new TopicPartition("commands", 12);
    private static final TopicPartition MY_C1 = new TopicPartition("my.commands", 1);
    private static final TopicPartition LOST = new TopicPartition("commands", 7);

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new OffsetOutOfRangeException(Map.of(C1, 5L)), Map.of(C1, Kind.OUT_OF_RANGE)),
                arguments(
                        new OffsetOutOfRangeException(Map.of(C1, 5L, MY_C1, 9L)),
                        Map.of(C1, Kind.OUT_OF_RANGE, MY_C1, Kind.OUT_OF_RANGE)),
                arguments(new OffsetOutOfRangeException(Map.of(LOST, 5L)), Map.of()),
                arguments(
                        new LogTruncationException(Map.of(C1, 5L), Map.of(C1, new OffsetAndMetadata(3))),
                        Map.of(C1, Kind.TRUNCATED)),
                arguments(new LogTruncationException(Map.of(C1, 5L), Map.of()), Map.of(C1, Kind.TRUNCATED)),
                arguments(
                        new TopicAuthorizationException(Set.of("commands")),
                        Map.of(C1, Kind.UNAUTHORIZED, C12, Kind.UNAUTHORIZED)),
                arguments(
                        new KafkaException("Record batch for partition commands-1 at offset 5 is invalid, cause: CRC"),
                        Map.of(C1, Kind.UNREADABLE)),
                arguments(
                        new KafkaException("Received exception when fetching the next record from my.commands-1. If"
                                + " needed, please seek past the record to continue consumption."),
                        Map.of(MY_C1, Kind.UNREADABLE)),
                arguments(
                        new TimeoutException("Timeout expired before the position for partition commands-12 could be"
                                + " determined"),
                        Map.of(C12, Kind.UNREADABLE)),
                arguments(new KafkaException("Record batch for partition commands-7 is invalid"), Map.of()),
                arguments(new TopicAuthorizationException(Set.of("results")), Map.of()),
                arguments(GroupAuthorizationException.forGroupId("workers"), Map.of()),
                arguments(new TimeoutException("Failed to get offsets by times in 2000ms"), Map.of()),
                arguments(new KafkaException(), Map.of()));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void namesThePartitionsThatAFailureIsAbout(KafkaException failure, Map<TopicPartition, Kind> expected) {
        // When
        Map<TopicPartition, PartitionFault> faults = PollFailure.faults(failure, List.of(C1, C12, MY_C1));

        // Then
        assertThat(faults.keySet()).isEqualTo(expected.keySet());
        assertThat(faults).allSatisfy((id, fault) -> {
            assertThat(fault.kind()).isEqualTo(expected.get(id));
            assertThat(fault.topic()).isEqualTo(id.topic());
            assertThat(fault.reason()).startsWith(fault.kind() == Kind.UNAUTHORIZED ? id.topic() : id.toString());
        });
    }
}
