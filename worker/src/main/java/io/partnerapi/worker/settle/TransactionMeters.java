package io.partnerapi.worker.settle;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.partnerapi.worker.ops.Durations;
import java.time.Duration;

/** How long the transactions take that settle commands, and how much each of them settles. */
public final class TransactionMeters {
    private final Timer took;
    private final DistributionSummary records;

    public TransactionMeters(MeterRegistry registry) {
        took = Durations.timer("transaction", "Time from the begin of a transaction to its confirmed commit")
                .register(registry);
        records = DistributionSummary.builder("partner.worker.transaction.records")
                .description("Steps of commands settled by one transaction")
                .register(registry);
    }

    void committed(Duration time, int steps) {
        took.record(time);
        records.record(steps);
    }
}
