package io.partnerapi.worker.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.partnerapi.worker.budget.EgressLedger;
import org.jspecify.annotations.Nullable;

/**
 * After a split the ledger stays that went on. It need not be that of the side which the other joins: the majority of the
 * time of the split may be the smaller side when it heals.
 */
final class FurthestLedger
        implements SplitBrainMergePolicy<EgressLedger, MergingEntry<String, EgressLedger>, EgressLedger> {

    @Override
    public EgressLedger merge(
            MergingEntry<String, EgressLedger> merging, @Nullable MergingEntry<String, EgressLedger> existing) {
        EgressLedger theirs = merging.getDeserializedValue();
        if (existing == null) {
            return theirs;
        }
        EgressLedger ours = existing.getDeserializedValue();
        return ours.isBehind(theirs) ? theirs : ours;
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // It has no state.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // It has no state.
    }
}
