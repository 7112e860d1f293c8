package io.partnerapi.worker.cluster;

import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.partnerapi.worker.budget.EgressLedger;
import io.partnerapi.worker.token.TokenEntry;
import java.util.List;

/**
 * One map of the grid, the same on every member.
 *
 * @param name its name on the grid
 * @param mergePolicy what survives of an entry that both sides of a split hold; has a constructor without parameters
 * @param <K> type of its keys
 * @param <V> type of its values
 */
@SuppressWarnings({"rawtypes", "unused"})
record GridMap<K, V>(String name, Class<? extends SplitBrainMergePolicy> mergePolicy) {

    /** What the workers know of each credential, by its name. */
    static final GridMap<String, TokenEntry> TOKENS = new GridMap<>("token", HighestGeneration.class);

    /** The call budget's ledgers. A minority leases nothing, so the ledger that went on in a split knows all leases. */
    static final GridMap<String, EgressLedger> BUDGET = new GridMap<>("budget", FurthestLedger.class);

    /** Every map there is: a map that is not listed has neither backups enough nor protection. */
    static final List<GridMap<?, ?>> ALL = List.of(TOKENS, BUDGET);
}
