package io.partnerapi.worker.settle;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Commits how far a partition was read as a settler does, at once. */
public final class CommitByHand {
    private CommitByHand() {}

    public static CompletableFuture<Settled> of(AssignedPartition partition) {
        partition.committed(List.of(), partition.checkpoint(List.of()));
        return CompletableFuture.completedFuture(Settled.COMMITTED);
    }
}
