package io.partnerapi.worker.token;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.partnerapi.schemas.Telemetry;
import io.partnerapi.schemas.TokenQuota;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts this worker's token requests by what became of them, as telemetry tells of each, and hands the telemetry on. */
public final class TokenRequestMeter implements Consumer<Telemetry> {
    private final Consumer<Telemetry> next;
    private final Map<TokenQuota.Outcome, Counter> requests;

    public TokenRequestMeter(Consumer<Telemetry> next, MeterRegistry registry) {
        this.next = next;
        this.requests = Stream.of(TokenQuota.Outcome.values())
                .collect(Collectors.toMap(
                        Function.identity(), outcome -> Counter.builder("partner.worker.token.requests")
                                .description("Token requests of this worker, by outcome")
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(registry)));
    }

    @Override
    public void accept(Telemetry told) {
        if (told instanceof TokenQuota quota) {
            requests.get(quota.outcome()).increment();
        }
        next.accept(told);
    }
}
