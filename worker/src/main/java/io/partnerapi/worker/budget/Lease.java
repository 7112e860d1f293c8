package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;

/**
 * What the ledger answered to a wish for permits.
 *
 * @param slice where the ledger counts them; has a meaning only to the ledger
 * @param granted permits leased, from 0 to the number asked for
 * @param used permits of the whole egress group that count now
 * @param next when more may come free, from now; zero if everything asked for was granted
 */
public record Lease(long slice, int granted, int used, Duration next) implements Serializable {

    /** The part of this lease that has {@code permits} permits. */
    public Lease part(int permits) {
        if (permits < 1 || permits > granted) {
            throw new IllegalArgumentException(permits + " of " + granted + " permits");
        }
        return new Lease(slice, permits, used, next);
    }

    Lease withNext(Duration later) {
        return new Lease(slice, granted, used, later);
    }

    /** Both parts of one slice together. */
    Lease plus(Lease other) {
        return new Lease(slice, granted + other.granted, used, next);
    }
}
