package io.partnerapi.worker.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.partnerapi.worker.token.Applied;
import io.partnerapi.worker.token.TokenEntry;
import io.partnerapi.worker.token.TokenEvent;
import io.partnerapi.worker.token.TokenStore;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The entry of one credential on the grid: every event is one entry processor, run alone by the member that owns the key. */
public final class GridTokenStore implements TokenStore {

    /** A hung owner is found out after 5 s without a heartbeat; then the next one answers. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(7);

    private final IMap<String, TokenEntry> entries;
    private final String key;

    /** @param key names the credential, without its secret */
    public GridTokenStore(Grid grid, String key) {
        this.entries = grid.map(GridMap.TOKENS);
        this.key = key;
    }

    @Override
    public <R extends Serializable> CompletionStage<Applied<R>> apply(TokenEvent<R> event) {
        try {
            return entries.submitToKey(key, new TokenStep<>(event))
                    .toCompletableFuture()
                    .orTimeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            // A member that is leaving or has lost the majority throws at once instead of failing the stage.
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void onChange(Runnable listener) {
        entries.addEntryListener(new Changes(listener), key, false);
    }

    private record Changes(Runnable listener)
            implements EntryAddedListener<String, TokenEntry>,
                    EntryUpdatedListener<String, TokenEntry>,
                    EntryMergedListener<String, TokenEntry> {

        @Override
        public void entryAdded(EntryEvent<String, TokenEntry> event) {
            listener.run();
        }

        @Override
        public void entryUpdated(EntryEvent<String, TokenEntry> event) {
            listener.run();
        }

        @Override
        public void entryMerged(EntryEvent<String, TokenEntry> event) {
            listener.run();
        }
    }
}
