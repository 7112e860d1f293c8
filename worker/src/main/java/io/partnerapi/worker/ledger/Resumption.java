package io.partnerapi.worker.ledger;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Where work on a partition resumes, and what is known from there on: decided from what the group has committed and what
 * the workers themselves remember. Pure.
 *
 * @param position the first offset to read
 * @param leaderEpoch with which the consumer can tell whether the log was cut before {@code position}
 */
public record Resumption(long position, OptionalInt leaderEpoch, LedgerMetadata known, Cause cause) {

    /** Why work resumes there. */
    public enum Cause {
        /** A worker's commit, which says what was known. */
        CONTINUED(""),
        /** Nothing was committed and nothing is remembered. */
        NEW(""),
        /** Somebody has set the offset. */
        SET("the commit is not a worker's"),
        /** The commit was another life's of the topic, and nothing is remembered of this one. */
        MADE_ANEW("the topic was deleted and made anew since the commit, which is left aside"),
        /** The commit is gone, and the workers remember how far they were. */
        FORGOTTEN("the partition has no committed offset although workers have worked on it: the group was deleted,"
                + " its offsets have expired, or worker.group or topics.commands was changed"),
        /** The commit was another life's of the topic, but may say what was done with records of this one. */
        TAKEN_FOR_FORMER(
                "the topic was deleted and made anew, and workers may have read of the new one before they knew"),
        /** The ledger is damaged or of a newer version. */
        DAMAGED("the ledger in the commit is damaged or of a newer version"),
        /** The ledger was written for another offset. */
        MOVED("the offset was set by somebody who kept the metadata of another commit"),
        /** The ledger was written for another partition or in another cluster. */
        ELSEWHERE("the commit was copied from another cluster or partition"),
        /** The workers were further once. */
        REWOUND("the commit is older than what workers have settled since: an earlier one was put back");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        /** A sentence for people, without its end. */
        public String text() {
            return text;
        }

        /** Whether the next owner would find out the same from the commit alone. */
        public boolean isCommitted() {
            return this == CONTINUED || this == SET;
        }

        /** Whether anything up to the end that the log has now may have been started. */
        public boolean doubts() {
            return ordinal() >= FORGOTTEN.ordinal();
        }
    }

    /** Where a log begins and ends now; asks the brokers, and only if it must. */
    public interface Bounds {
        long beginning();

        long end();
    }

    /**
     * Decides.
     *
     * @param commit the group's; null for none
     * @param settledUntil all before it is settled, as the workers remember of this log; empty if they remember nothing
     */
    public static Resumption of(
            @Nullable OffsetAndMetadata commit, LogId log, OptionalLong settledUntil, Bounds bounds) {
        if (commit == null) {
            return withoutCommit(Cause.NEW, settledUntil, bounds);
        }
        long offset = commit.offset();
        LedgerText.Understood text = LedgerText.parse(commit.metadata());
        Cause cause =
                switch (text.trust()) {
                    case FOREIGN -> Cause.SET;
                    case DAMAGED -> Cause.DAMAGED;
                    case WHOLE ->
                        text.anchor()
                                .map(anchor -> bound(anchor, offset, log, settledUntil))
                                .orElse(Cause.CONTINUED);
                };
        if (cause == Cause.MADE_ANEW) {
            return madeAnew(offset + text.known().span(), settledUntil, bounds);
        }
        if (cause.doubts()) {
            return doubtful(Math.max(offset, settledUntil.orElse(offset)), cause, bounds);
        }
        return new Resumption(
                offset, text.anchor().map(Anchor::leaderEpoch).orElse(OptionalInt.empty()), text.known(), cause);
    }

    private static Cause bound(Anchor anchor, long offset, LogId log, OptionalLong settledUntil) {
        if (!anchor.log().place().equals(log.place())) {
            return Cause.ELSEWHERE;
        }
        if (!anchor.log().topicId().equals(log.topicId())) {
            return Cause.MADE_ANEW;
        }
        if (anchor.offset() != offset) {
            return Cause.MOVED;
        }
        return settledUntil.orElse(offset) > offset ? Cause.REWOUND : Cause.CONTINUED;
    }

    /** Retention may have taken what was not settled yet: then the rest begins where the log does. */
    private static Resumption withoutCommit(Cause otherwise, OptionalLong settledUntil, Bounds bounds) {
        long beginning = bounds.beginning();
        return settledUntil.isEmpty()
                ? new Resumption(beginning, OptionalInt.empty(), LedgerMetadata.none(), otherwise)
                : doubtful(Math.max(beginning, settledUntil.getAsLong()), Cause.FORGOTTEN, bounds);
    }

    /**
     * Brokers forget the commits of a topic that is deleted. One that is there all the same may come from a worker that read
     * on in the new log before it knew, if that is as long.
     *
     * @param until all that the commit says something of lies before it
     */
    private static Resumption madeAnew(long until, OptionalLong settledUntil, Bounds bounds) {
        if (settledUntil.isPresent() || until == 0 || until > bounds.end()) {
            return withoutCommit(Cause.MADE_ANEW, settledUntil, bounds);
        }
        long beginning = bounds.beginning();
        return new Resumption(
                beginning, OptionalInt.empty(), LedgerMetadata.doubtful(until - beginning), Cause.TAKEN_FOR_FORMER);
    }

    private static Resumption doubtful(long position, Cause cause, Bounds bounds) {
        return new Resumption(position, OptionalInt.empty(), LedgerMetadata.doubtful(bounds.end() - position), cause);
    }

    /** Where the log ended when this was decided, if that matters. */
    public long doubtfulUntil() {
        return position + known.doubtful();
    }

    /** The ledger to go on with. */
    public PartitionLedger ledger() {
        return new PartitionLedger(position, known, leaderEpoch);
    }
}
