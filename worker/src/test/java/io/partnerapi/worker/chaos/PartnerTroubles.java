package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Latency;
import io.partnerapi.sandbox.partner.PartnerApi;
import java.time.Duration;
import java.util.Map;

/** What the partner can do to its callers. */
final class PartnerTroubles {
    private static final String BALANCER = "awselb/2.0";
    private static final Latency SLOW = Latency.between(Duration.ofMillis(500), Duration.ofSeconds(4));

    private final PartnerApi partner;
    private final Notes notes;

    PartnerTroubles(PartnerApi partner, Notes notes) {
        this.partner = partner;
        this.notes = notes;
    }

    /** Begins a step; what is answered mends it. */
    Runnable begin(Step step) {
        notes.done(step);
        long from = notes.now();
        Runnable mend = harm(step);
        return () -> {
            mend.run();
            notes.incident(step.kind().toString(), from);
        };
    }

    private Runnable harm(Step step) {
        return switch (step.kind()) {
            case PARTNER_DOWN -> fault(new FaultAction.Answer(503, Map.of("Server", BALANCER), "<html/>"), false);
            case PARTNER_REFUSES_CONNECTIONS -> refuse();
            case PARTNER_HANGS -> fault(new FaultAction.Hang(), step.oneOf(2) == 0);
            case PARTNER_RESETS -> fault(new FaultAction.Reset(), step.oneOf(2) == 0);
            case PARTNER_REFUSES_STREAMS -> fault(new FaultAction.RefuseStream(), false);
            case PARTNER_LIMITS ->
                fault(
                        new FaultAction.Answer(
                                429, Map.of("Server", BALANCER, "Content-Type", "application/json"), "{}"),
                        false);
            case PARTNER_SLOW -> slow();
            default -> throw new IllegalArgumentException(step.kind() + " is not the partner's");
        };
    }

    private Runnable fault(FaultAction action, boolean processed) {
        Fault fault = Fault.always(Endpoint.API, action);
        partner.controls().inject(processed ? fault.afterProcessing() : fault);
        return () -> partner.controls().clearFaults();
    }

    private Runnable refuse() {
        partner.refuse();
        return partner::accept;
    }

    private Runnable slow() {
        Latency before = partner.controls().rules().latency();
        partner.controls().rules(rules -> rules.withLatency(SLOW));
        return () -> partner.controls().rules(rules -> rules.withLatency(before));
    }
}
