package io.partnerapi.worker.cluster;

import com.hazelcast.map.EntryProcessor;
import io.partnerapi.worker.token.Applied;
import io.partnerapi.worker.token.TokenEntry;
import io.partnerapi.worker.token.TokenEvent;
import java.io.Serializable;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies one event where the entry lies, on the clock of the member that owns it; backups take over the entry it made, since
 * their clocks would make another one.
 */
final class TokenStep<R extends Serializable> implements EntryProcessor<String, TokenEntry, Applied<R>> {

    private static final long serialVersionUID = 1L;

    private final TokenEvent<R> event;
    private transient @Nullable TokenEntry changed;

    TokenStep(TokenEvent<R> event) {
        this.event = event;
    }

    @Override
    public Applied<R> process(Map.Entry<String, @Nullable TokenEntry> entry) {
        TokenEntry before = entry.getValue();
        Applied<R> applied = event.apply(
                before == null ? TokenEntry.EMPTY : before, Clock.systemUTC().instant());
        changed = applied.entry().equals(before) ? null : applied.entry();
        if (changed != null) {
            entry.setValue(changed);
        }
        return applied;
    }

    @Override
    public @Nullable EntryProcessor<String, TokenEntry, Applied<R>> getBackupProcessor() {
        return changed == null ? null : new Take<>(changed);
    }

    /** Sets the entry that the owner computed. */
    private record Take<R extends Serializable>(TokenEntry entry)
            implements EntryProcessor<String, TokenEntry, Applied<R>> {

        @Override
        public @Nullable Applied<R> process(Map.Entry<String, TokenEntry> mapEntry) {
            mapEntry.setValue(entry);
            return null;
        }
    }
}
