package io.partnerapi.worker.budget.ledger;

import java.util.concurrent.TimeUnit;

/** An entry of the log as one worker counts it. */
final class CountedEntry {
    final LogEntry entry;
    /** By the reader's monotonic clock: it was appended before. */
    final long readAt;
    /** Append times can be compared among entries of one number: those of one leader whose clock did not step back. */
    final int clock;

    private int granted;
    private int renewed;

    CountedEntry(LogEntry entry, long readAt, int clock) {
        this.entry = entry;
        this.readAt = readAt;
        this.clock = clock;
    }

    /**
     * How long ago it was appended at least. The reader's clock may be fast, by more than clocks are, while it is slewed: where
     * the leader's clock tells less, that counts.
     */
    long age(CountedEntry newest, long now) {
        long own = now - readAt;
        if (newest.clock != clock) {
            return own;
        }
        long byLeader = TimeUnit.MILLISECONDS.toNanos(newest.entry.appendedMillis() - entry.appendedMillis());
        return Math.min(own, byLeader + now - newest.readAt);
    }

    void granted(int permits) {
        granted = permits;
    }

    /** Permits that count from this entry on. */
    int counted() {
        return granted + renewed;
    }

    void renewed(int permits) {
        renewed += permits;
    }

    /** At most so many of the claim's own permits count. */
    void keep(int permits) {
        granted = Math.min(granted, permits);
    }

    /** So many count at a later entry instead. */
    void move(int permits) {
        int ofRenewed = Math.min(renewed, permits);
        renewed -= ofRenewed;
        granted = Math.max(0, granted - (permits - ofRenewed));
    }
}
