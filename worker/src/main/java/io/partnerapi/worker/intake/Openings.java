package io.partnerapi.worker.intake;

import io.partnerapi.worker.timing.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;

/** The partitions of which it is being asked from where work on them resumes. Of the poll thread, which never waits for it. */
final class Openings {
    /** A question may fail, or stay without an answer, for so long before its partition is told of: longer than one request may take. */
    static final Duration PATIENCE = Duration.ofSeconds(8);
    /** The commit of a worker that died may be under way for as long as its transaction lasts. */
    static final Duration PATIENCE_WITH_COMMITS = Timing.TRANSACTION.plus(PATIENCE);

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private final Recovery recovery;
    private final Map<TopicPartition, Question> questions = new HashMap<>();

    /**
     * What is asked of a partition.
     *
     * @param since when it was asked first
     * @param asked when it was asked last
     * @param unstable whether a commit was under way then
     */
    private record Question(CompletableFuture<Opening> answer, long since, long asked, boolean unstable) {
        boolean mayYetSucceed(long now) {
            return now - since < (isUnstable() ? PATIENCE_WITH_COMMITS : PATIENCE).toNanos();
        }

        boolean isUnstable() {
            return answer.isDone() ? failure() instanceof UnstableOffsetCommitException : unstable;
        }

        Throwable failure() {
            return answer.handle((opening, e) -> e).join();
        }
    }

    Openings(Recovery recovery) {
        this.recovery = recovery;
    }

    Set<TopicPartition> ids() {
        return questions.keySet();
    }

    /** Asks for those of which it is not being asked already. */
    void ask(Collection<TopicPartition> ids, long now) {
        List<TopicPartition> others =
                ids.stream().filter(id -> !questions.containsKey(id)).toList();
        recovery.ask(others).forEach((id, answer) -> questions.put(id, new Question(answer, now, now, false)));
    }

    /** It is another's now. */
    void remove(TopicPartition id) {
        questions.remove(id);
    }

    /** Those with an answer; one that failed and may succeed yet is asked for again. */
    List<TopicPartition> answered(long now) {
        List<TopicPartition> answered = new ArrayList<>();
        List<TopicPartition> again = new ArrayList<>();
        questions.forEach((id, question) -> {
            boolean done = question.answer().isDone();
            if (done && (!question.answer().isCompletedExceptionally() || !question.mayYetSucceed(now))) {
                answered.add(id);
            } else if (done && now - question.asked() >= ASK_AGAIN.toNanos()) {
                again.add(id);
            }
        });
        recovery.ask(again)
                .forEach((id, answer) -> questions.computeIfPresent(
                        id, (same, question) -> new Question(answer, question.since(), now, question.isUnstable())));
        return answered;
    }

    /** Those that have waited long for an answer. */
    List<TopicPartition> late(long now) {
        return questions.entrySet().stream()
                .filter(question -> !question.getValue().answer().isDone()
                        && !question.getValue().mayYetSucceed(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The answer, which is waited for no more.
     *
     * @throws KafkaException if it cannot be known now
     */
    Opening take(TopicPartition id) {
        try {
            return Objects.requireNonNull(questions.remove(id)).answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }
}
