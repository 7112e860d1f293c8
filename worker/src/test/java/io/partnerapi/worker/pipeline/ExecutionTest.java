package io.partnerapi.worker.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.decode.Reading.Unreadable;
import io.partnerapi.worker.intake.Taken;
import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.PartitionLedger;
import io.partnerapi.worker.settle.AssignedPartition;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAFormerOwnerMayHaveStartedMayBeOnTheWireFromTheBeginning(boolean startedBefore) {
        // When
        Execution command = command("", startedBefore);

        // Then
        assertThat(command.begun()).isEqualTo(startedBefore);
    }

    private static Execution command(String value, boolean startedBefore) {
        return new Execution(
                new Taken(
                        new ConsumerRecord<>("commands", 0, 0, new byte[0], value.getBytes(UTF_8)),
                        new AssignedPartition(
                                new TopicPartition("commands", 0),
                                new LogId(Uuid.ZERO_UUID, "0"),
                                null,
                                true,
                                new PartitionLedger(0, LedgerMetadata.none())),
                        startedBefore,
                        0,
                        Instant.EPOCH),
                record -> new Unreadable(new Reason("MALFORMED", "empty")),
                new Places(Map.of()));
    }
}
