package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.time.Duration;

/**
 * All that an egress group shares: the window of its permits and the pause it may be in. Immutable; equal while no step
 * changed it.
 */
public record EgressLedger(BudgetWindow window, EgressPause pause) implements Serializable {

    public static final EgressLedger EMPTY = new EgressLedger(BudgetWindow.EMPTY, EgressPause.NONE);

    Done<Lease> lease(BudgetLimit limit, int wanted, long now) {
        if (pause.remaining(now) > 0) {
            return leased(limit, wanted, 0, Duration.ofMillis(pause.remaining(now)), now);
        }
        if (pause.ramping(now)) {
            int since = window.leasedSince(pause.untilMillis());
            long most = Math.max(0, Math.min(wanted, pause.allowed(limit, now) - since));
            return leased(limit, wanted, (int) most, pause.next(limit, since + (int) most, now), now);
        }
        return leased(limit, wanted, wanted, Duration.ZERO, now);
    }

    Done<Integer> giveBack(long slice, int permits) {
        BudgetWindow after = window.giveBack(slice, permits);
        return new Done<>(new EgressLedger(after, pause), after.used());
    }

    Done<Duration> refused(BudgetLimit limit, long now) {
        EgressPause after = pause.refused(limit, now);
        return new Done<>(new EgressLedger(window, after), Duration.ofMillis(after.remaining(now)));
    }

    private Done<Lease> leased(BudgetLimit limit, int wanted, int most, Duration notBefore, long now) {
        BudgetWindow.Leased leased = window.lease(limit, wanted, most, now);
        Lease lease = leased.lease();
        boolean more = lease.granted() < wanted;
        return new Done<>(
                new EgressLedger(leased.window(), pause),
                more && lease.granted() == most ? lease.withNext(notBefore) : lease);
    }

    /** The ledger after a step, and what the step answers. */
    public record Done<R>(EgressLedger ledger, R answer) {}
}
