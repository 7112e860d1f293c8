package io.partnerapi.schemas;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of the call budget of an egress group is used, and who waits for it.
 *
 * @param at when it was so
 * @param egress name of the egress group, the workers behind one IP address
 * @param window length of the sliding window
 * @param limit calls that one window allows; 0 when no limit is set
 * @param used calls in the window that ends at {@code at}
 * @param waiting commands that wait for a call
 * @param oldestWaitMillis milliseconds that the longest waiting of them has waited; 0 when none waits
 * @param forecastEnd when the last of them is likely to be called; null when none waits
 */
public record ApiBudget(
        Instant at,
        String egress,
        Duration window,
        int limit,
        int used,
        int waiting,
        long oldestWaitMillis,
        @Nullable Instant forecastEnd)
        implements Telemetry {
    @Override
    public String key() {
        return "budget:" + egress;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.apiBudget(this);
    }
}
