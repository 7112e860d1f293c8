package io.partnerapi.worker.breaker;

import io.partnerapi.schemas.Target;
import java.util.List;

/** The breakers of all targets. What waits for one that is down takes up room in memory that the other's could use. */
public record PartnerBreakers(PartnerBreaker api, PartnerBreaker pci) {
    public PartnerBreaker of(Target target) {
        return target == Target.PCI ? pci : api;
    }

    /** How each stands. */
    public List<BreakerView> views() {
        return List.of(api.view(), pci.view());
    }

    /** Whether more commands could only wait: the ordinary API, which nearly all are for, is not called for now. */
    public boolean intakeHeld() {
        return api.open();
    }
}
