package io.partnerapi.worker.intake;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What intake had in hand when it last looked.
 *
 * @param partitions those assigned to this worker
 * @param faults what is wrong with some of them, and with whole topics
 * @param restarts how often the consumer was replaced since the start
 */
public record IntakeView(List<Part> partitions, List<LastingFault> faults, long restarts) {

    /** Before anything was assigned. */
    static final IntakeView NOTHING = new IntakeView(List.of(), List.of(), 0);

    /**
     * One partition.
     *
     * @param held records taken and not settled
     * @param span offsets from the committed one on that its ledger spans
     * @param lag records that are not taken yet
     * @param doubtful offsets not settled yet whose commands may have run before, and nobody knows
     * @param hold why none is taken for now; null if they are
     */
    public record Part(
            TopicPartition id,
            int held,
            long span,
            long lag,
            long doubtful,
            @Nullable Hold hold) {}
}
