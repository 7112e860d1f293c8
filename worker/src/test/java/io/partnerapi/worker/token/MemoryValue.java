package io.partnerapi.worker.token;

import io.partnerapi.worker.state.KeptValue;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A kept value without a topic: what was found stays, what is kept is seen by the next start. */
final class MemoryValue implements KeptValue {

    private final Optional<String> found;
    private final AtomicReference<Optional<String>> kept;

    private MemoryValue(Optional<String> found) {
        this.found = found;
        this.kept = new AtomicReference<>(found);
    }

    static MemoryValue empty() {
        return new MemoryValue(Optional.empty());
    }

    static MemoryValue of(String found) {
        return new MemoryValue(Optional.of(found));
    }

    /** As a worker finds it that starts now. */
    MemoryValue atNextStart() {
        return new MemoryValue(kept());
    }

    Optional<String> kept() {
        return kept.get();
    }

    @Override
    public Optional<String> found() {
        return found;
    }

    @Override
    public void keep(String value) {
        kept.set(Optional.of(value));
    }
}
