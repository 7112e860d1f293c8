package io.partnerapi.worker.intake;

import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.Resumption;
import io.partnerapi.worker.ledger.Resumption.Cause;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out from where work on partitions resumes: from what is committed of them, what the workers remember, and which logs
 * they have now. It asks on a thread of its own: brokers that do not answer for one partition, or for the state topic, must
 * not keep the poll thread from the others.
 *
 * @param memory how far the workers have come with each log
 * @param thread runs what blocks
 */
public record Recovery(ProgressMemory memory, Logs logs, Executor thread) {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** Begins to ask; each answer fails by itself, with a {@link KafkaException} if it cannot be known now. */
    Map<TopicPartition, CompletableFuture<Opening>> ask(Collection<TopicPartition> ids) {
        Map<TopicPartition, CompletableFuture<Opening>> answers = new HashMap<>();
        ids.forEach(id -> answers.put(id, new CompletableFuture<>()));
        if (!answers.isEmpty()) {
            thread.execute(() -> answer(answers));
        }
        return answers;
    }

    private void answer(Map<TopicPartition, CompletableFuture<Opening>> asked) {
        long asking = System.nanoTime();
        try {
            Map<TopicPartition, LogId> now = logs.ids(asked.keySet());
            Map<TopicPartition, Optional<OffsetAndMetadata>> commits =
                    now.isEmpty() ? Map.of() : logs.commits(now.keySet());
            Optional<KafkaException> forgetful = read();
            asked.forEach((id, answer) -> {
                try {
                    answer.complete(opening(id, now.get(id), commits.get(id), forgetful, asking));
                } catch (KafkaException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RuntimeException e) {
            asked.values().forEach(answer -> answer.completeExceptionally(e));
        }
    }

    private Optional<KafkaException> read() {
        try {
            memory.read();
            return Optional.empty();
        } catch (KafkaException e) {
            LOG.warn("The state topic cannot be read: partitions without a commit wait ({})", e.toString());
            return Optional.of(e);
        }
    }

    private Opening opening(
            TopicPartition id,
            @Nullable LogId log,
            @Nullable Optional<OffsetAndMetadata> told,
            Optional<KafkaException> forgetful,
            long asking) {
        if (log == null) {
            throw new UnknownTopicOrPartitionException("topic " + id.topic() + " is gone, or may not be described");
        }
        if (told == null) {
            throw new UnstableOffsetCommitException("a commit of it is still under way");
        }
        OffsetAndMetadata commit = told.orElse(null);
        Resumption resumption = Resumption.of(commit, log, memory.settledUntil(id, log), logs.bounds(id));
        boolean asIfNew = resumption.cause() == Cause.NEW || resumption.cause() == Cause.MADE_ANEW;
        if (asIfNew && forgetful.isPresent()) {
            throw new TimeoutException(
                    "nothing is committed, and the state topic does not tell whether workers have worked on it",
                    forgetful.get());
        }
        return new Opening(id, log, commit, resumption, asking);
    }
}
