package io.partnerapi.worker.intake;

import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Why the commands of one partition, or of a topic, are not read while those of others are.
 *
 * @param partition of the topic; null for all of them
 * @param offset where reading stands, as far as that is known; -1 if it is not
 * @param reason what is wrong and where, without anything that changes while the fault lasts
 * @param advice what a person can do
 */
public record PartitionFault(
        String topic, @Nullable Integer partition, Kind kind, long offset, String reason, String advice) {

    /** What is wrong. */
    public enum Kind {
        /** The committed offset is none of the log's: what lay there is gone, or the log is another. */
        OUT_OF_RANGE,
        /** The log was cut before the offset where reading stands, and goes on with other records. */
        TRUNCATED,
        /** The worker has no right to read it. */
        UNAUTHORIZED,
        /** The topic does not exist. */
        MISSING,
        /** What is stored there cannot be read. */
        UNREADABLE,
        /** No broker leads it. */
        NO_LEADER,
        /** A sender's open transaction keeps back what follows. */
        OPEN_TRANSACTION;

        /** Whether it lasts until somebody has set another offset, whatever becomes of the log meanwhile. */
        boolean lastsUntilMoved() {
            return this == OUT_OF_RANGE || this == TRUNCATED;
        }

        /** As status and metrics name it. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether both say the same of the same place, though perhaps in other words. */
    boolean sameAs(PartitionFault other) {
        return kind == other.kind && offset == other.offset && place().equals(other.place());
    }

    /** The partition as Kafka writes it, or the topic. */
    String place() {
        return partition == null ? topic : new TopicPartition(topic, partition).toString();
    }

    /** What lies between the log's start and its end, in which the committed offset is not; null if that is not known. */
    record Log(long start, long end) {}

    /** @param log null if the brokers did not tell */
    static PartitionFault outOfRange(TopicPartition id, long offset, @Nullable Log log) {
        boolean passed = log != null && offset < log.start();
        String where = log == null
                ? "and the log does not have that offset"
                : passed
                        ? "and the log begins at " + log.start() + ": what lay between was deleted unread"
                        : "and the log holds " + log.start() + " to " + log.end()
                                + ": somebody has set it wrong, the log was cut, or the topic was made anew";
        String choice = passed
                ? "--to-earliest, if nobody needs what was deleted"
                : "--to-offset N, N being the first offset whose command has no result"
                        + " (results name their source.offset; --to-earliest runs all that is there again)";
        return of(
                id,
                Kind.OUT_OF_RANGE,
                offset,
                id + " is not read: the group has committed offset " + offset + ", " + where,
                "Stop all workers, set the offset (kafka-consumer-groups.sh --reset-offsets --group <worker.group> --topic "
                        + id.topic() + ":" + id.partition() + " --execute " + choice + "), and start them;"
                        + " until then the other partitions go on");
    }

    /** @param divergence where the log that is there now parts from the one that was read */
    static PartitionFault truncated(TopicPartition id, long offset, @Nullable Long divergence) {
        return of(
                id,
                Kind.TRUNCATED,
                offset,
                id + " is not read: the group stands at offset " + offset + ", and its log was cut"
                        + (divergence == null ? "" : " at " + divergence) + " and goes on differently",
                "Find out which commands are new there (results name their source.offset). Stop all workers, set the"
                        + " offset (kafka-consumer-groups.sh --reset-offsets --group <worker.group> --topic "
                        + id.topic() + ":" + id.partition() + " --execute --to-offset N), and start them; until"
                        + " then the other partitions go on");
    }

    static PartitionFault unauthorized(String topic) {
        return new PartitionFault(
                topic,
                null,
                Kind.UNAUTHORIZED,
                -1,
                topic + " is not read: the worker has no right to",
                "Give the worker's user READ and DESCRIBE on the topic (kafka-acls.sh --add --consumer); it goes on by"
                        + " itself, and with the other topics meanwhile");
    }

    static PartitionFault missing(String topic) {
        return new PartitionFault(
                topic,
                null,
                Kind.MISSING,
                -1,
                topic + " is not read: there is no such topic",
                "Create it, or take it out of topics.commands and restart the workers; they go on by themselves, and with"
                        + " the other topics meanwhile");
    }

    /** @param what the consumer says of it */
    static PartitionFault unreadable(TopicPartition id, String what) {
        return of(
                id,
                Kind.UNREADABLE,
                -1,
                id + " is not read on: " + what,
                "See the log of the broker that leads it: mend its disk, or give the lead to a replica that is whole; the"
                        + " worker goes on by itself, and with the other partitions meanwhile");
    }

    /** @param why it cannot be known from where work on it resumes */
    static PartitionFault notOpened(TopicPartition id, String why) {
        return of(
                id,
                Kind.UNREADABLE,
                -1,
                id + " is not read yet: " + why,
                "See whether the brokers that lead it and topics.state answer; the worker tries again every few seconds,"
                        + " and goes on with the other partitions meanwhile");
    }

    static PartitionFault withoutLeader(TopicPartition id) {
        return of(
                id,
                Kind.NO_LEADER,
                -1,
                id + " is not read: no broker leads it",
                "Start the brokers that hold its replicas; the worker goes on by itself, and with the other partitions"
                        + " meanwhile");
    }

    /**
     * @param offset the first one that is kept back
     * @param producer whose transaction it is, as far as the brokers tell
     */
    static PartitionFault openTransaction(TopicPartition id, long offset, String producer) {
        return of(
                id,
                Kind.OPEN_TRANSACTION,
                offset,
                id + " is read up to offset " + offset
                        + " only: there a transaction of a sender begins that is still open" + producer,
                "Let the sender end it. If it never does: kafka-transactions.sh find-hanging --broker-id ID, then abort"
                        + " --topic " + id.topic() + " --partition " + id.partition() + " --start-offset " + offset
                        + "; what follows is read by itself then");
    }

    private static PartitionFault of(TopicPartition id, Kind kind, long offset, String reason, String advice) {
        return new PartitionFault(id.topic(), id.partition(), kind, offset, reason, advice);
    }
}
