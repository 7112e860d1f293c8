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

    /** The part of this lease that has {@code permits} permits. */
    Part part(int permits) {
        if (permits < 1 || permits > granted) {
            throw new IllegalArgumentException(permits + " of " + granted + " permits");
        }
        return new Part(slice, permits);
    }
}
