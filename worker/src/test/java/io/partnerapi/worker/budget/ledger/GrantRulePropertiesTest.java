package io.partnerapi.worker.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** While nothing gets old, all claims together are granted no more than the limit, whatever each has read. */
class GrantRulePropertiesTest {
    private static final RateLimit LIMIT = new RateLimit(20, 10_000, 1_000);

    @Property(tries = 2_000)
    void noMoreIsGrantedThanThereIs(
            @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 10) Integer> behind,
            @ForAll @Size(60) List<@IntRange(min = 1, max = 20) Integer> takes,
            @ForAll @Size(60) List<@IntRange(min = 0, max = 6) Integer> chances) {
        // Given
        List<LogEntry> log = new ArrayList<>();
        List<Integer> granted = new ArrayList<>();
        append(log, granted, LogPosition.NONE, null);

        // When
        for (int i = 0; i < behind.size(); i++) {
            int base = Math.max(0, log.size() - behind.get(i));
            int seen = granted.subList(0, base + 1).stream().mapToInt(n -> n).sum();
            append(log, granted, log.get(base).position(), new PermitClaim(takes.get(i), LIMIT.calls() - seen, LIMIT));
            if (chances.get(i) == 0) {
                // The same once more, since its sender was not told.
                LogEntry last = log.get(log.size() - 1);
                append(log, granted, last.record().base(), last.record().claim());
            }
        }

        // Then
        assertThat(granted.stream().mapToInt(n -> n).sum()).isLessThanOrEqualTo(LIMIT.calls());
    }

    private static void append(List<LogEntry> log, List<Integer> granted, LogPosition base, PermitClaim claim) {
        LogEntry entry = new LogEntry(
                new LogPosition(log.size(), 1), 0, new BudgetRecord("s", base, 0, LIMIT, claim, Map.of(), Map.of()));
        int at = (int) base.offset();
        granted.add(claim == null ? 0 : GrantRule.granted(entry, log.get(at), log.subList(at + 1, log.size())));
        log.add(entry);
    }
}
