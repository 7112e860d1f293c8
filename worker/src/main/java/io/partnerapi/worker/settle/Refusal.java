package io.partnerapi.worker.settle;

import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.kafka.Address;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * The first record of a transaction that was not taken. What is said of later ones is no proof: with the first failure the
 * producer fails all that it has not sent yet, with the same error.
 */
record Refusal(Entry entry, Address to, Exception cause) {

    /** Whether the record is at fault, the topic, or neither for sure. */
    enum Fault {
        RECORD,
        TOPIC,
        UNKNOWN
    }

    Fault fault() {
        if (tooLarge() || cause instanceof InvalidRecordException || cause instanceof InvalidTimestampException) {
            return Fault.RECORD;
        }
        return cause instanceof TopicAuthorizationException
                        || cause instanceof InvalidTopicException
                        || cause instanceof RetriableException
                ? Fault.TOPIC
                : Fault.UNKNOWN;
    }

    /** What to publish instead of a record that is at fault; empty if there is nothing. */
    Optional<Entry> smaller() {
        return smaller(entry, tooLarge() ? "RESULT_TOO_LARGE" : "RESULT_NOT_ACCEPTED", why());
    }

    /** What to publish instead of a record that its topic does not take. */
    static Optional<Entry> smaller(Entry entry, String code, String why) {
        Output output = entry.output();
        return output == null || output.smaller() == null
                ? Optional.empty()
                : Optional.of(entry.with(output.smaller().apply(reason(entry, output, code, why))));
    }

    /** What to publish instead of a record whose topic takes none; empty if it waits for its topic. */
    static Optional<Entry> elsewhere(Entry entry, String why) {
        Output output = entry.output();
        return output == null || output.elsewhere() == null
                ? Optional.empty()
                : Optional.of(
                        entry.with(output.elsewhere().apply(reason(entry, output, "REPLY_TOPIC_UNAVAILABLE", why))));
    }

    String why() {
        return describe(cause);
    }

    /** What a client of Kafka has met, in words for people. */
    static String describe(Throwable failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private boolean tooLarge() {
        return cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException;
    }

    private static Reason reason(Entry entry, Output output, String code, String why) {
        return new Reason(
                code, "Topic " + output.record().topic() + " does not take the result of " + entry + " (" + why + ").");
    }
}
