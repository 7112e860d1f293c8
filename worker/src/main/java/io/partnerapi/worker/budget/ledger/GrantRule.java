package io.partnerapi.worker.budget.ledger;

import java.util.List;

/**
 * How many permits a claim is granted: the one rule that all workers of all versions share, for ever.
 *
 * <pre>
 *   granted(o) = take, but at most free - all that the records between base and o claim or renew, and at least 0
 *   granted(o) = 0 if the record at base has another leader epoch than the claim names, or than the claim has itself
 *   granted(o) = 0 if a record between them declares a limit that is stricter than the claim's in anything
 * </pre>
 *
 * <p>Refused claims are subtracted like granted ones, so the rule needs the records between base and claim and no sum over
 * history: who begins to read later decides the same. Renewals are subtracted too: they let permits count for longer that
 * a sender who has not read them may take for old.
 *
 * <p>Proof that the limit holds. Take any window, and of the granted claims whose calls arrive in it the one that is last in
 * the log. The permits of each other one count at a record, its own or the last that renews it. If that lies at the base or
 * before, the sender had read it, and counted it as long as it can arrive within a window of any call that is still to come
 * ({@link BudgetLedger}); if it lies between base and claim, the rule has subtracted it; and if it lies behind the claim, the
 * record that it was renewed from lies before, and counted. So what arrives in the window is at most what its sender
 * counted, plus what was subtracted, plus what it was granted itself: at most {@code calls}.
 */
public final class GrantRule {
    private GrantRule() {}

    /**
     * @param claim an entry with a claim
     * @param base the entry at the base of its record
     * @param between all entries after base and before the claim
     */
    public static int granted(LogEntry claim, LogEntry base, List<LogEntry> between) {
        PermitClaim asked = claim.record().claim();
        if (asked == null
                || !base.position().equals(claim.record().base())
                || base.epoch() != claim.epoch()
                || between.stream()
                        .anyMatch(entry -> asked.limit().exceeds(entry.record().limit()))) {
            return 0;
        }
        long others = between.stream().mapToLong(entry -> entry.record().most()).sum();
        return (int) Math.max(0, Math.min(asked.take(), asked.free() - others));
    }
}
