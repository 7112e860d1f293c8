package io.partnerapi.worker.ops;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** Timers of the worker: all with the same few buckets, so that they can be compared and a scrape stays small. */
public final class Durations {
    private static final Duration[] BUCKETS = LongStream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private Durations() {}

    /** @param name after {@code partner.worker.} */
    public static Timer.Builder timer(String name, String description) {
        return Timer.builder("partner.worker." + name).description(description).serviceLevelObjectives(BUCKETS);
    }
}
