package io.partnerapi.worker.token;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.schemas.TokenQuota;
import java.util.Locale;
import java.util.function.Consumer;

/** Counts this worker's token requests by what became of them, as telemetry tells of each, and hands the telemetry on. */
public final class TokenRequestMeter implements Consumer<Telemetry> {
    private final Consumer<Telemetry> next;
    private final MeterRegistry registry;

    public TokenRequestMeter(Consumer<Telemetry> next, MeterRegistry registry) {
        this.next = next;
        this.registry = registry;
        for (TokenQuota.Outcome outcome : TokenQuota.Outcome.values()) {
            requests(outcome);
        }
    }

    @Override
    public void accept(Telemetry told) {
        if (told instanceof TokenQuota quota) {
            requests(quota.outcome()).increment();
        }
        next.accept(told);
    }

    private Counter requests(TokenQuota.Outcome outcome) {
        return Counter.builder("partner.worker.token.requests")
                .description("Token requests of this worker, by outcome")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
