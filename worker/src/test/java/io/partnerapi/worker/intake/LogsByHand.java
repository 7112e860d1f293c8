package io.partnerapi.worker.intake;

import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.Resumption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** What a mocked consumer says of its partitions, all of one topic. */
record LogsByHand(MockConsumer<byte[], byte[]> consumer, Uuid topic, Set<TopicPartition> underWay) implements Logs {
    @Override
    public Map<TopicPartition, LogId> ids(Collection<TopicPartition> partitions) {
        Map<TopicPartition, LogId> ids = new HashMap<>();
        partitions.forEach(id -> ids.put(id, LogId.of("cluster", id, topic)));
        return ids;
    }

    @Override
    public Map<TopicPartition, Optional<OffsetAndMetadata>> commits(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(new HashSet<>(partitions));
        Map<TopicPartition, Optional<OffsetAndMetadata>> commits = new HashMap<>();
        partitions.forEach(id -> commits.put(id, Optional.ofNullable(known.get(id))));
        commits.keySet().removeAll(underWay);
        return commits;
    }

    @Override
    public Resumption.Bounds bounds(TopicPartition partition) {
        return new Resumption.Bounds() {
            @Override
            public long beginning() {
                return consumer.beginningOffsets(Set.of(partition)).get(partition);
            }

            @Override
            public long end() {
                return consumer.endOffsets(Set.of(partition)).get(partition);
            }
        };
    }
}
