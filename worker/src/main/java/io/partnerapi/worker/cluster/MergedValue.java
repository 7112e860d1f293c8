package io.partnerapi.worker.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Decides what stays, after a split, of a value that both of its sides may have. Has no state.
 *
 * @param <V> type of the values
 */
abstract class MergedValue<V> implements SplitBrainMergePolicy<V, MergingEntry<String, V>, V> {

    /**
     * What stays of two.
     *
     * @param ours of the side that is joined
     * @param theirs of the side that joins
     */
    abstract V merged(V ours, V theirs);

    @Override
    public final V merge(MergingEntry<String, V> merging, @Nullable MergingEntry<String, V> existing) {
        V theirs = merging.getDeserializedValue();
        return existing == null ? theirs : merged(existing.getDeserializedValue(), theirs);
    }

    @Override
    public final void writeData(ObjectDataOutput out) {
        // It has no state.
    }

    @Override
    public final void readData(ObjectDataInput in) {
        // It has no state.
    }
}
