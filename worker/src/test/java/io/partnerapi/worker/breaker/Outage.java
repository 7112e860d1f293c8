package io.partnerapi.worker.breaker;

import io.partnerapi.worker.breaker.Entrance.Shut;
import io.partnerapi.worker.call.CallResult.NotSent;
import java.util.Optional;

/** A partner that cannot be reached, as its breaker learns of it. */
public final class Outage {
    private Outage() {}

    /** Lets calls fail until the breaker is open. */
    public static void begin(PartnerBreaker breaker) {
        while (!breaker.open()) {
            breaker.enter(Probe.BEST)
                    .fold(Optional::of, (Shut shut) -> Optional.<Pass>empty())
                    .ifPresent(pass -> pass.tell(new NotSent("connection refused")));
        }
    }
}
