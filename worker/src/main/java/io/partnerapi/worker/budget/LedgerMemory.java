package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** Where a ledger outlives all workers. */
public interface LedgerMemory {

    /** A ledger as it was kept at a time by the wall clock of whoever kept it. */
    record Kept(Snapshot snapshot, Instant at) {}

    /** What was kept last; empty if nothing ever was. */
    Future<Optional<Kept>> read();

    /** Completes when it is surely kept. */
    Future<Void> keep(Snapshot snapshot);
}
