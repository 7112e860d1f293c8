package io.partnerapi.worker.budget.ledger;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a worker appends to the log.
 *
 * @param session of the process that sends it: only that process spends its permits
 * @param base the last record that it had read
 * @param wallMillis its wall clock when it sent it
 * @param limit of its settings
 * @param claim for permits; null for none
 * @param kept by the place of an own claim, how many of its permits count at most, those that were renewed since included;
 *     the others were not and will not be spent
 * @param renewed by the place of an own record, how many of its permits count from this record on instead
 */
public record BudgetRecord(
        String session,
        LogPosition base,
        long wallMillis,
        RateLimit limit,
        @Nullable PermitClaim claim,
        Map<LogPosition, Integer> kept,
        Map<LogPosition, Integer> renewed) {
    /** A record that is none of ours, or cannot be read: it has a place in the log, and says nothing. */
    public static final BudgetRecord FOREIGN =
            new BudgetRecord("", LogPosition.NONE, 0, new RateLimit(Integer.MAX_VALUE, 1, 1), null, Map.of(), Map.of());

    public BudgetRecord {
        kept = Map.copyOf(kept);
        renewed = Map.copyOf(renewed);
        if (Stream.of(kept, renewed)
                .flatMap(permits -> permits.values().stream())
                .anyMatch(permits -> permits < 0)) {
            throw new IllegalArgumentException("no number of permits: " + kept + ", " + renewed);
        }
    }

    /** How many permits may count from it on: those it asks for, and those it brings. */
    long most() {
        return (claim == null ? 0L : claim.take())
                + renewed.values().stream().mapToLong(permits -> permits).sum();
    }
}
