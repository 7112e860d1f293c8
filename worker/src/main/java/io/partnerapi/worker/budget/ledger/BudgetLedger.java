package io.partnerapi.worker.budget.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One worker's reckoning of the log: which permits may still arrive within a window of a call that is made now.
 *
 * <p>A permit counts until its entry was appended window plus guard ago: its call arrives within a guard of the claim, and
 * counts for a window from then on. It counts in full where this worker cannot know what was granted. What the log has
 * lost goes on counting until it is old. Times are of the worker's monotonic clock, in nanoseconds. Confined to one thread.
 */
public final class BudgetLedger {
    private final String session;
    private final RateLimit own;
    /** In the order of the log; those that are too old to matter are dropped. */
    private final Deque<CountedEntry> entries = new ArrayDeque<>();
    /** What was read and is not in the log any more. */
    private final List<CountedEntry> lost = new ArrayList<>();

    /** Those of both, by their places; of one that the log has twice the later one. */
    private final Map<LogPosition, CountedEntry> byPosition = new HashMap<>();

    private int clock;
    private long claimsFrom = Long.MIN_VALUE;
    /** How long permits counted at most, by all limits seen up to now. */
    private long longestCounted;

    /**
     * @param session of this process
     * @param own the limit of its settings
     */
    public BudgetLedger(String session, RateLimit own) {
        this.session = session;
        this.own = own;
        this.longestCounted = own.countedNanos();
    }

    /** Takes the next entry of the log; answers how many permits it was granted. */
    public int read(LogEntry entry, long now) {
        CountedEntry last = entries.peekLast();
        if (last != null && last.entry.epoch() != entry.epoch()) {
            noClaimsFor(2 * limit(now).and(entry.record().limit()).guardNanos(), now);
        }
        return add(entry, now);
    }

    /**
     * Takes all entries from where a starter begins to read up to its own first one. How old they are is told by the leaders'
     * clocks and by the senders', and the lesser counts.
     */
    public void start(List<LogEntry> upToOwn, long now) {
        long[] ages = StartingAges.of(upToOwn);
        for (int i = 0; i < ages.length; i++) {
            LogEntry entry = upToOwn.get(i);
            // Before the first there may have been another log of the same name.
            if (i == 0 || entry.epoch() != upToOwn.get(i - 1).epoch()) {
                noClaimsFor(2 * limit(now).and(entry.record().limit()).guardNanos(), now - ages[i]);
            }
            add(entry, now - ages[i]);
        }
    }

    /** Entries from this offset on are not in the log any more: it was cut, or is another of the same name. */
    public void truncated(long from, long now) {
        for (Iterator<CountedEntry> newest = entries.descendingIterator(); newest.hasNext(); ) {
            CountedEntry entry = newest.next();
            if (entry.entry.offset() < from) {
                break;
            }
            newest.remove();
            lost.add(entry);
        }
        clock++;
        noClaimsFor(2 * limit(now).guardNanos(), now);
    }

    /** The last entry that was read. */
    public LogPosition position() {
        CountedEntry last = entries.peekLast();
        return last == null ? LogPosition.NONE : last.entry.position();
    }

    /** The limit that claims go by now: the strictest of the own settings' and of all that entries which count have declared. */
    public RateLimit limit(long now) {
        RateLimit strictest = own;
        RateLimit before;
        // A longer window can let an older entry count, which has declared fewer calls.
        do {
            before = strictest;
            for (CountedEntry entry : all()) {
                if (strictest.exceeds(entry.entry.record().limit())) {
                    RateLimit both = strictest.and(entry.entry.record().limit());
                    strictest = age(entry, now) < both.countedNanos() ? both : strictest;
                }
            }
        } while (!before.equals(strictest));
        return strictest;
    }

    /** How many permits a claim may take now. */
    public int free(long now) {
        if (now < claimsFrom || entries.isEmpty() || !owed(now).isEmpty()) {
            return 0;
        }
        return (int) Math.max(0, limit(now).calls() - counted(now));
    }

    /** How many permits count now. */
    public long counted(long now) {
        long old = limit(now).countedNanos();
        drop(2 * old, now);
        long count = 0;
        for (CountedEntry entry : all()) {
            if (entry.counted() > 0 && age(entry, now) < old) {
                count += entry.counted();
            }
        }
        return count;
    }

    /** When permits that count now leave, the first of them; empty if none counts. */
    public OptionalLong nextFreeAt(long now) {
        long old = limit(now).countedNanos();
        return Stream.concat(entries.stream(), lost.stream())
                .filter(entry -> entry.counted() > 0)
                .mapToLong(entry -> now + old - age(entry, now))
                .filter(at -> at > now)
                .min();
    }

    /** From when on claims may be made at all: for a while after another leader has begun, nobody makes any. */
    public long claimsFrom() {
        return claimsFrom;
    }

    /** The own permits, by place, that the log has lost and that may still arrive: they are renewed before the next claim. */
    public Map<LogPosition, Integer> owed(long now) {
        long old = limit(now).countedNanos();
        Map<LogPosition, Integer> owed = new HashMap<>();
        for (CountedEntry entry : lost) {
            if (isOwn(entry.entry) && entry.counted() > 0 && age(entry, now) < old) {
                owed.put(entry.entry.position(), entry.counted());
            }
        }
        return owed;
    }

    private void noClaimsFor(long nanos, long from) {
        claimsFrom = Math.max(claimsFrom, from + nanos);
    }

    private int add(LogEntry entry, long readAt) {
        CountedEntry last = entries.peekLast();
        if (last != null) {
            if (entry.offset() <= last.entry.offset()) {
                throw new IllegalArgumentException(entry.position() + " does not follow " + last.entry.position());
            }
            clock +=
                    entry.epoch() != last.entry.epoch() || entry.appendedMillis() < last.entry.appendedMillis() ? 1 : 0;
        }
        long counted = own.and(entry.record().limit()).countedNanos();
        if (counted > longestCounted) {
            // What had been old may count once more, and is not known any more.
            noClaimsFor(counted - longestCounted, readAt);
            longestCounted = counted;
        }
        CountedEntry added = new CountedEntry(entry, readAt, clock);
        int granted = settle(added);
        entries.addLast(added);
        byPosition.put(entry.position(), added);
        return granted;
    }

    private int settle(CountedEntry counted) {
        BudgetRecord record = counted.entry.record();
        record.kept().forEach((at, permits) -> ofSession(record.session(), at).ifPresent(of -> of.keep(permits)));
        record.renewed().forEach((at, permits) -> {
            ofSession(record.session(), at).ifPresent(of -> of.move(permits));
            counted.renewed(permits);
        });
        if (record.claim() == null) {
            return 0;
        }
        List<LogEntry> since = since(record.base());
        if (since == null) {
            counted.granted(record.claim().take());
            return 0;
        }
        int granted = GrantRule.granted(counted.entry, since.get(0), since.subList(1, since.size()));
        counted.granted(granted);
        return granted;
    }

    /** The entry at this place and all after it; null if it is not known. */
    private @Nullable List<LogEntry> since(LogPosition base) {
        CountedEntry first = entries.peekFirst();
        if (first == null || base.offset() < first.entry.offset()) {
            return null;
        }
        Deque<LogEntry> since = new ArrayDeque<>();
        for (Iterator<CountedEntry> newest = entries.descendingIterator(); newest.hasNext(); ) {
            LogEntry entry = newest.next().entry;
            since.addFirst(entry);
            if (entry.offset() <= base.offset()) {
                return entry.offset() == base.offset() ? List.copyOf(since) : null;
            }
        }
        return null;
    }

    private Optional<CountedEntry> ofSession(String sender, LogPosition at) {
        return Optional.ofNullable(byPosition.get(at))
                .filter(entry -> entry.entry.record().session().equals(sender));
    }

    private boolean isOwn(LogEntry entry) {
        return entry.record().session().equals(session);
    }

    private Iterable<CountedEntry> all() {
        return () -> Stream.concat(entries.stream(), lost.stream()).iterator();
    }

    private long age(CountedEntry entry, long now) {
        return entry.age(Objects.requireNonNull(entries.isEmpty() ? entry : entries.peekLast()), now);
    }

    /** An entry is the base of claims that come until the next one is old. */
    private void drop(long old, long now) {
        lost.removeIf(entry -> {
            boolean dropped = age(entry, now) >= old;
            if (dropped) {
                byPosition.remove(entry.entry.position(), entry);
            }
            return dropped;
        });
        while (entries.size() > 1) {
            CountedEntry first = entries.removeFirst();
            if (age(first, now) < old || age(entries.getFirst(), now) < old) {
                entries.addFirst(first);
                return;
            }
            byPosition.remove(first.entry.position(), first);
        }
    }
}
