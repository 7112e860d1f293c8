package io.partnerapi.worker.outcome;

import java.time.Duration;
import java.util.function.Function;

/** What follows from an attempt. */
public sealed interface Verdict {

    /** The result of the one function that fits. */
    <R> R fold(Function<Final, R> end, Function<Again, R> again);

    /** It is over. */
    record Final(Ending ending) implements Verdict {
        @Override
        public <R> R fold(Function<Final, R> end, Function<Again, R> again) {
            return end.apply(this);
        }
    }

    /** Another attempt is safe, after this long. */
    record Again(Duration after, Cause cause) implements Verdict {
        @Override
        public <R> R fold(Function<Final, R> end, Function<Again, R> again) {
            return again.apply(this);
        }
    }

    /** Who caused another attempt. */
    enum Cause {
        /** The partner or the way to it: counts as an attempt. */
        PARTNER,
        /** The load balancer's call limit: the budget decides when, too, and it costs no attempt. */
        EGRESS,
        /** The partner left the connection in order: costs no attempt. */
        DISCLAIMED,
        /** We ourselves wrote nothing: costs no attempt. */
        WITHHELD;

        /** Whether attempts for this cause come to an end. */
        public boolean counts() {
            return this == PARTNER;
        }
    }
}
