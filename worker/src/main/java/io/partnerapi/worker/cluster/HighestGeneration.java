package io.partnerapi.worker.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.partnerapi.worker.token.TokenEntry;
import org.jspecify.annotations.Nullable;

/** After a split the token of the highest generation stays, and every claim of a lower one has lapsed. */
final class HighestGeneration
        implements SplitBrainMergePolicy<TokenEntry, MergingEntry<String, TokenEntry>, TokenEntry> {

    @Override
    public TokenEntry merge(
            MergingEntry<String, TokenEntry> merging, @Nullable MergingEntry<String, TokenEntry> existing) {
        return existing == null
                ? merging.getDeserializedValue()
                : existing.getDeserializedValue().merge(merging.getDeserializedValue());
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
