package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.util.List;

/**
 * What of a ledger outlives all workers: what counted, by its age, and the pause.
 *
 * @param id of the saving that it is for
 * @param leased the oldest first
 * @param arrived the oldest first
 * @param pauseMillis how long nobody got a permit from then; negative: for how long calls had been resuming
 * @param pauseLength how long that pause was as a whole; 0 if there was none, or all of it is over
 */
public record Snapshot(long id, List<Aged> leased, List<Aged> arrived, long pauseMillis, long pauseLength)
        implements Serializable {

    static final Snapshot NOTHING = new Snapshot(0, List.of(), List.of(), 0, 0);

    /** As if the whole limit had been leased just now, whatever it is: for what cannot be read. */
    static final Snapshot ANYTHING = new Snapshot(0, List.of(new Aged(0, Integer.MAX_VALUE)), List.of(), 0, 0);

    /** Permits that were entered so long ago. */
    public record Aged(long millis, int permits) implements Serializable {}

    public Snapshot {
        leased = List.copyOf(leased);
        arrived = List.copyOf(arrived);
    }

    static Snapshot of(EgressLedger ledger) {
        long now = ledger.time().now();
        EgressPause pause = ledger.pause();
        return new Snapshot(
                ledger.saving().begunAt(),
                aged(ledger.leased(), now),
                aged(ledger.arrived(), now),
                pause.untilMillis() - now,
                pause.isOver(now) ? 0 : pause.lengthMillis());
    }

    private static List<Aged> aged(BudgetWindow window, long now) {
        return window.all().stream()
                .map(entered -> new Aged(now - entered.at(), entered.permits()))
                .toList();
    }

    /**
     * The ledger that goes on from it.
     *
     * @param elapsed how much older all of it is now
     * @param unknown permits that may have been leased since: they count as leased now
     */
    EgressLedger restored(BudgetLimit limit, LedgerTime time, long elapsed, long numbering, int unknown) {
        long now = time.now();
        EgressPause before = new EgressPause(now + pauseMillis - elapsed, pauseLength, 0);
        return new EgressLedger(
                true,
                time,
                window(limit, leased, now - elapsed, numbering).plus(0, unknown, now),
                window(limit, arrived, now - elapsed, numbering),
                before.isOver(now) ? EgressPause.NONE : before,
                Wishes.NONE,
                Pacing.NONE,
                Saving.restored(limit.reserve()));
    }

    private static BudgetWindow window(BudgetLimit limit, List<Aged> aged, long now, long numbering) {
        BudgetWindow window = BudgetWindow.empty(numbering);
        for (Aged each : aged) {
            window = window.plus(0, Math.min(limit.calls(), each.permits()), now - each.millis());
        }
        return window;
    }
}
