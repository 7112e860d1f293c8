package io.partnerapi.worker.cluster;

import io.partnerapi.worker.budget.EgressLedger;

/**
 * After a split the ledger stays that went on. It need not be that of the side which the other joins: the majority of the
 * time of the split may be the smaller side when it heals.
 */
final class FurthestLedger extends MergedValue<EgressLedger> {

    @Override
    EgressLedger merged(EgressLedger ours, EgressLedger theirs) {
        return ours.isBehind(theirs) ? theirs : ours;
    }
}
