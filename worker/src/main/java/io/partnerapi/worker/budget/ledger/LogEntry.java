package io.partnerapi.worker.budget.ledger;

/**
 * A record where it lies in the log.
 *
 * @param position its offset and its leader's epoch
 * @param appendedMillis when it was appended, by the clock of that leader
 * @param record what it says
 */
public record LogEntry(LogPosition position, long appendedMillis, BudgetRecord record) {
    long offset() {
        return position.offset();
    }

    int epoch() {
        return position.epoch();
    }
}
