package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;

/**
 * What the ledger answered to a wish for permits.
 *
 * @param slice where the ledger counts them; has a meaning only to the ledger
 * @param granted permits leased, from 0 to the number asked for
 * @param used permits of the whole egress group that count now
 * @param backlog commands of the whole group that wait, as its workers last told
 * @param next when more may come free, from now; zero if everything asked for was granted
 * @param pause how long nobody calls, from now
 */
public record Lease(long slice, int granted, int used, long backlog, Duration next, Duration pause)
        implements Serializable {

    /**
     * Whether it shows that leasing works: a permit was granted, or none was wanted, or this worker has to wait for its turn.
     * Only a save is waited for less long; nothing granted because of that may mean that nothing can be saved.
     */
    boolean works() {
        return granted > 0 || next.isZero() || next.compareTo(EgressLedger.SOON) >= 0;
    }

    /**
     * How long surely nothing comes free for anybody, from now: until a pause ends, or the oldest permits leave a full window.
     * No time at all while {@code next} may be when young permits are too old to come back: they may come back before. Only a
     * permit that is given back later still is not reckoned with.
     */
    Duration full(BudgetLimit limit) {
        if (!pause.isZero()) {
            return pause;
        }
        if (used < limit.calls() || next.compareTo(limit.useBy().plusMillis(limit.sliceMillis())) <= 0) {
            return Duration.ZERO;
        }
        // A call that is told of now leaves a window later, which may be before next.
        Duration window = Duration.ofMillis(limit.windowMillis());
        return next.compareTo(window) < 0 ? next : window;
    }

    /** The part of this lease that has {@code permits} permits. */
    Part part(int permits) {
        if (permits < 1 || permits > granted) {
            throw new IllegalArgumentException(permits + " of " + granted + " permits");
        }
        return new Part(slice, permits);
    }
}
