package io.partnerapi.worker.intake;

import io.partnerapi.worker.kafka.LogIds;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.Resumption;
import io.partnerapi.worker.settle.GroupCommits;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Asks the brokers with admin clients.
 *
 * @param admins makes them
 * @param commits of the workers' group
 */
public record BrokerLogs(Supplier<Admin> admins, GroupCommits commits) implements Logs {
    @Override
    public Map<TopicPartition, LogId> ids(Collection<TopicPartition> partitions) {
        return new LogIds(admins).apply(partitions);
    }

    @Override
    public Map<TopicPartition, Optional<OffsetAndMetadata>> commits(Collection<TopicPartition> partitions) {
        try {
            return commits.told(Set.copyOf(partitions));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public Resumption.Bounds bounds(TopicPartition partition) {
        return new Resumption.Bounds() {
            @Override
            public long beginning() {
                return offset(partition, OffsetSpec.earliest());
            }

            @Override
            public long end() {
                return offset(partition, OffsetSpec.latest());
            }
        };
    }

    private long offset(TopicPartition id, OffsetSpec which) {
        ListOffsetsOptions asReader = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        try (Admin admin = admins.get()) {
            return admin.listOffsets(Map.of(id, which), asReader)
                    .partitionResult(id)
                    .get()
                    .offset();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }
}
