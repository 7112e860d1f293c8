package io.partnerapi.worker.chaos;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Does the steps of a schedule. Of the brokers, the partner, the grid and the senders one thing each is wrong at a time: a step that comes before
 * the last one is mended waits for that, and in the end does nothing. Safe from any thread.
 */
final class Troubles {
    static final Runnable NOTHING = () -> {};

    private static final Duration MENDED_WITHIN = Duration.ofSeconds(60);
    private static final long CHECK_MILLIS = 1_000;

    private final WorkerTroubles workers;
    private final BrokerTroubles brokers;
    private final PartnerTroubles partner;
    private final GridTroubles grid;
    private final SenderTroubles senders;
    private final Set<Kind.Part> busy = EnumSet.noneOf(Kind.Part.class);

    Troubles(
            WorkerTroubles workers,
            BrokerTroubles brokers,
            PartnerTroubles partner,
            GridTroubles grid,
            SenderTroubles senders) {
        this.workers = workers;
        this.brokers = brokers;
        this.partner = partner;
        this.grid = grid;
        this.senders = senders;
    }

    /** Begins a step; what is answered mends it. */
    Runnable begin(Step step) {
        Kind.Part part = step.kind().part;
        if (part == Kind.Part.WORKERS) {
            return workers.begin(step);
        }
        if (!take(part)) {
            return NOTHING;
        }
        try {
            Runnable mend =
                    switch (part) {
                        case BROKER -> brokers.begin(step);
                        case PARTNER -> partner.begin(step);
                        case SENDERS -> senders.begin(step);
                        default -> grid.begin(step);
                    };
            return () -> {
                try {
                    mend.run();
                } finally {
                    free(part);
                }
            };
        } catch (RuntimeException e) {
            free(part);
            throw e;
        }
    }

    private synchronized boolean take(Kind.Part part) {
        long end = System.nanoTime() + MENDED_WITHIN.toNanos();
        while (busy.contains(part) && System.nanoTime() < end) {
            try {
                wait(CHECK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return busy.add(part);
    }

    private synchronized void free(Kind.Part part) {
        busy.remove(part);
        notifyAll();
    }
}
