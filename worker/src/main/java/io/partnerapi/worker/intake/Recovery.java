package io.partnerapi.worker.intake;

import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.Resumption;
import io.partnerapi.worker.ledger.Resumption.Cause;
import io.partnerapi.worker.settle.AssignedPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets work on partitions that were just assigned resume: with what is committed of them, what the workers remember, and
 * which logs they have now.
 *
 * @param memory how far the workers have come with each log
 * @param logIds tells which logs partitions have now, if they have any; throws a {@link KafkaException} if the brokers do
 *     not tell
 */
public record Recovery(ProgressMemory memory, Function<Collection<TopicPartition>, Map<TopicPartition, LogId>> logIds) {
    /** Longest wait for what the brokers say of one partition's log. */
    private static final Duration LOG_LIMIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /**
     * Looks at what concerns all of them; blocks.
     *
     * @throws KafkaException if the brokers do not tell which logs they have
     */
    Round round(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> ids) {
        return new Round(consumer, memory, logIds.apply(ids), read(memory));
    }

    private static Optional<KafkaException> read(ProgressMemory memory) {
        try {
            memory.read();
            return Optional.empty();
        } catch (KafkaException e) {
            LOG.warn("The state topic cannot be read: partitions without a commit wait ({})", e.toString());
            return Optional.of(e);
        }
    }

    /**
     * The partitions of one assignment. Of the poll thread.
     *
     * @param forgetful why the state topic could not be read
     */
    record Round(
            Consumer<byte[], byte[]> consumer,
            ProgressMemory memory,
            Map<TopicPartition, LogId> logs,
            Optional<KafkaException> forgetful) {
        /**
         * Has the consumer read from where work on the partition resumes.
         *
         * @throws KafkaException if that cannot be known now
         */
        AssignedPartition open(TopicPartition id, @Nullable OffsetAndMetadata commit) {
            LogId log = logs.get(id);
            if (log == null) {
                throw new UnknownTopicOrPartitionException("topic " + id.topic() + " is gone, or may not be described");
            }
            Resumption resumption = Resumption.of(commit, log, memory.settledUntil(id, log), bounds(id));
            boolean asIfNew = resumption.cause() == Cause.NEW || resumption.cause() == Cause.MADE_ANEW;
            if (asIfNew && forgetful.isPresent()) {
                throw new TimeoutException(
                        "nothing is committed, and the state topic does not tell whether workers have worked on it",
                        forgetful.get());
            }
            OptionalInt epoch = resumption.leaderEpoch();
            consumer.seek(
                    id,
                    new OffsetAndMetadata(
                            resumption.position(),
                            epoch.isPresent() ? Optional.of(epoch.getAsInt()) : Optional.empty(),
                            ""));
            tell(id, resumption, commit);
            return new AssignedPartition(id, log, commit, resumption.cause().isCommitted(), resumption.ledger());
        }

        private Resumption.Bounds bounds(TopicPartition id) {
            return new Resumption.Bounds() {
                @Override
                public long beginning() {
                    return Objects.requireNonNull(
                            consumer.beginningOffsets(Set.of(id), LOG_LIMIT).get(id));
                }

                @Override
                public long end() {
                    return Objects.requireNonNull(
                            consumer.endOffsets(Set.of(id), LOG_LIMIT).get(id));
                }
            };
        }
    }

    private static void tell(TopicPartition id, Resumption resumption, @Nullable OffsetAndMetadata commit) {
        Cause cause = resumption.cause();
        if (cause == Cause.CONTINUED || cause == Cause.NEW) {
            return;
        }
        String committed = commit == null ? "" : ", committed at " + commit.offset();
        long position = resumption.position();
        if (!cause.doubts()) {
            LOG.warn("{}{}: {}; every command from {} on is run", id, committed, cause.text(), position);
        } else if (resumption.known().equals(LedgerMetadata.none())) {
            LOG.warn("{}{}: {}. It resumes at {}, with nothing in doubt", id, committed, cause.text(), position);
        } else {
            LOG.error(
                    "{}{}: {}. It resumes at {}; unsafe commands from there to {} may have run and end UNKNOWN, others"
                            + " are run. Whoever wants all of them to run again stops the workers and sets the offset"
                            + " with kafka-consumer-groups --reset-offsets",
                    id,
                    committed,
                    cause.text(),
                    position,
                    resumption.doubtfulUntil());
        }
    }
}
