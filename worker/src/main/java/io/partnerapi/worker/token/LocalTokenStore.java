package io.partnerapi.worker.token;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** An entry of this worker's own, which continues one seen elsewhere, clock included. */
final class LocalTokenStore implements TokenStore {

    private final Instant startedAt;
    private final long startedNanos;
    private final LongSupplier nanoTime;
    private TokenEntry entry;

    LocalTokenStore(TokenEntry entry, Instant at, LongSupplier nanoTime) {
        this.entry = entry;
        this.startedAt = at;
        this.startedNanos = nanoTime.getAsLong();
        this.nanoTime = nanoTime;
    }

    synchronized TokenEntry entry() {
        return entry;
    }

    Instant now() {
        return startedAt.plus(Duration.ofNanos(nanoTime.getAsLong() - startedNanos));
    }

    @Override
    public synchronized <R extends Serializable> CompletionStage<Applied<R>> apply(TokenEvent<R> event) {
        Applied<R> applied = event.apply(entry, now());
        entry = applied.entry();
        return CompletableFuture.completedFuture(applied);
    }

    @Override
    public void onChange(Runnable listener) {
        // Nobody else changes it.
    }
}
