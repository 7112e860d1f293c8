package io.partnerapi.worker.token;

import io.partnerapi.worker.state.KeptValue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TimeoutException;

/** A kept value without a topic: what was found stays, what is kept is seen by whoever looks now, or starts next. */
final class MemoryValue implements KeptValue {

    private final Optional<String> found;
    private final AtomicReference<Optional<String>> kept;
    private final boolean readable;

    private MemoryValue(Optional<String> found, boolean readable) {
        this.found = found;
        this.readable = readable;
        this.kept = new AtomicReference<>(found);
    }

    static MemoryValue empty() {
        return new MemoryValue(Optional.empty(), true);
    }

    static MemoryValue of(String found) {
        return new MemoryValue(Optional.of(found), true);
    }

    /** One that nobody can look at once the worker has started. */
    static MemoryValue unreadable() {
        return new MemoryValue(Optional.empty(), false);
    }

    /** As a worker finds it that starts now. */
    MemoryValue atNextStart() {
        return new MemoryValue(kept(), true);
    }

    Optional<String> kept() {
        return kept.get();
    }

    @Override
    public Optional<String> found() {
        return found;
    }

    @Override
    public Optional<String> now() {
        if (!readable) {
            throw new TimeoutException("the brokers do not answer");
        }
        return kept();
    }

    @Override
    public void keep(String value, Duration validFor, Runnable taken) {
        kept.set(Optional.of(value));
        taken.run();
    }
}
