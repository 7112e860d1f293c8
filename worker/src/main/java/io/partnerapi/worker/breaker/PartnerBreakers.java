package io.partnerapi.worker.breaker;

import io.partnerapi.schemas.Target;

/** The breakers of all targets. What waits for one that is down takes up room in memory that the other's could use. */
public record PartnerBreakers(PartnerBreaker api, PartnerBreaker pci) {
    public PartnerBreaker of(Target target) {
        return target == Target.PCI ? pci : api;
    }

    /** Whether more commands could only wait: the ordinary API, which nearly all are for, is not called for now. */
    public boolean intakeHeld() {
        return api.open();
    }
}
