package io.partnerapi.worker.settle;

/** What became of something handed to the {@link Settler}. */
public enum Settled {
    /** The transaction is committed: durable, and visible to readers. */
    COMMITTED,
    /** The partition is no longer ours: nothing was recorded, and the next owner decides. */
    LOST
}
