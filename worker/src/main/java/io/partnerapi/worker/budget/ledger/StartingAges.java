package io.partnerapi.worker.budget.ledger;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How old a starter takes the entries to be that were in the log before it came: pure.
 *
 * <p>An entry is as old, before the starter's own first one, as the lesser of two differences: of the times of their appends,
 * by the leaders' clocks, and of the wall clocks of their senders, where that of the entry is not its own sender's but that of
 * the first one who had read it. A guard less, since clocks differ; and never younger than what was appended after it.
 */
final class StartingAges {
    private StartingAges() {}

    /** In nanoseconds before the last of these entries, which is the starter's own. */
    static long[] of(List<LogEntry> upToOwn) {
        int last = upToOwn.size() - 1;
        LogEntry own = upToOwn.get(last);
        long[] ages = new long[upToOwn.size()];
        for (int i = last - 1; i >= 0; i--) {
            LogEntry entry = upToOwn.get(i);
            long byLeaders = own.appendedMillis() - entry.appendedMillis();
            long bySenders = own.record().wallMillis()
                    - firstReader(upToOwn, i, own.record().wallMillis());
            long guard = entry.record().limit().and(own.record().limit()).guardMillis();
            long age = Math.max(0, Math.min(byLeaders, bySenders) - guard);
            ages[i] = Math.max(TimeUnit.MILLISECONDS.toNanos(age), ages[i + 1]);
        }
        return ages;
    }

    /** The wall clock of the first sender after this entry that had read it; the starter's own if there is none. */
    private static long firstReader(List<LogEntry> entries, int index, long own) {
        long offset = entries.get(index).offset();
        return entries.subList(index + 1, entries.size()).stream()
                .filter(later -> later.record().base().offset() >= offset)
                .mapToLong(later -> later.record().wallMillis())
                .findFirst()
                .orElse(own);
    }
}
