package io.partnerapi.worker.intake;

import io.partnerapi.worker.ledger.LedgerMetadata;
import io.partnerapi.worker.ledger.LogId;
import io.partnerapi.worker.ledger.Resumption;
import io.partnerapi.worker.ledger.Resumption.Cause;
import io.partnerapi.worker.settle.AssignedPartition;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From where work on a partition resumes, as the brokers and the state topic have told.
 *
 * @param log that it has now
 * @param commit the group's; null for none
 * @param asked when, in nanoseconds: what is known since then may have changed
 */
record Opening(TopicPartition id, LogId log, @Nullable OffsetAndMetadata commit, Resumption resumption, long asked) {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    AssignedPartition partition() {
        return new AssignedPartition(id, log, commit, resumption.cause().isCommitted(), resumption.ledger(), asked);
    }

    /** Where to read from. */
    OffsetAndMetadata position() {
        OptionalInt epoch = resumption.leaderEpoch();
        return new OffsetAndMetadata(
                resumption.position(), epoch.isPresent() ? Optional.of(epoch.getAsInt()) : Optional.empty(), "");
    }

    /** Says in the log what a person may have to know. */
    void tell() {
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
