package io.partnerapi.sandbox.partner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that arrived: the newest requests one by one up to a limit, and totals over all of them. Safe to read from
 * any thread; every answer is a copy of that moment.
 */
public final class Ledger {
    private static final int FIRST_CAPACITY = 1024;

    private final int limit;
    private @Nullable LedgerEntry[] ring;
    private long size;
    private Totals totals = new Totals(0, 0, 0, 0, 0, 0);

    /**
     * Sums over every request since the start, whether still kept or not.
     *
     * @param requests all requests
     * @param calls those of the API and the PCI API
     * @param tokenRequests those of the token endpoint
     * @param tokensIssued tokens issued, delivered or not
     * @param effects requests that changed something, token requests apart
     * @param worstWindow the most calls of one client address in any window of the call limit's length
     */
    public record Totals(
            long requests, long calls, long tokenRequests, long tokensIssued, long effects, int worstWindow) {}

    Ledger(int limit) {
        this.limit = limit;
        this.ring = new LedgerEntry[Math.min(limit, FIRST_CAPACITY)];
    }

    /** Adds a request; {@code inWindow} counts its client's calls in the window that ends with it (0 on the token endpoint). */
    synchronized LedgerEntry arrived(
            Instant at,
            long nanos,
            String client,
            Endpoint endpoint,
            String method,
            String path,
            @Nullable String command,
            int inWindow) {
        LedgerEntry entry = new LedgerEntry(
                size + 1, at, nanos, client, endpoint, method, path, command, 0, 0, null, null, 0, true);
        if (size == ring.length && ring.length < limit) {
            ring = Arrays.copyOf(ring, (int) Math.min(limit, 2L * ring.length));
        }
        ring[(int) (size % ring.length)] = entry;
        size++;
        boolean token = endpoint == Endpoint.TOKEN;
        totals = new Totals(
                size,
                totals.calls + (token ? 0 : 1),
                totals.tokenRequests + (token ? 1 : 0),
                totals.tokensIssued,
                totals.effects,
                Math.max(totals.worstWindow, inWindow));
        return entry;
    }

    /** Replaces an entry by a fuller one; an effect is counted when it first shows. */
    synchronized LedgerEntry update(LedgerEntry before, LedgerEntry after) {
        if (before.effect() == null && after.effect() != null) {
            boolean token = after.endpoint() == Endpoint.TOKEN;
            totals = new Totals(
                    totals.requests,
                    totals.calls,
                    totals.tokenRequests,
                    totals.tokensIssued + (token ? 1 : 0),
                    totals.effects + (token ? 0 : 1),
                    totals.worstWindow);
        }
        if (after.seq() > size - ring.length) {
            ring[(int) ((after.seq() - 1) % ring.length)] = after;
        }
        return after;
    }

    /** All requests still kept, oldest first. */
    public List<LedgerEntry> entries() {
        return entriesAfter(0, Integer.MAX_VALUE);
    }

    /** Requests still kept with a sequence number above {@code seq}, oldest first, at most {@code max} of them. */
    public synchronized List<LedgerEntry> entriesAfter(long seq, int max) {
        long first = Math.max(Math.max(0, seq), size - ring.length);
        int count = (int) Math.max(0, Math.min(max, size - first));
        List<LedgerEntry> found = new ArrayList<>(count);
        for (long index = first; index < first + count; index++) {
            LedgerEntry entry = ring[(int) (index % ring.length)];
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Sums over every request since the start. */
    public synchronized Totals totals() {
        return totals;
    }

    /** Token requests that arrived, whatever came of them. */
    public long tokenRequests() {
        return totals().tokenRequests();
    }

    /** Tokens issued, including those whose answer never reached the client. */
    public long tokensIssued() {
        return totals().tokensIssued();
    }

    /** The most calls of one client address in any window of the call limit's length; refused calls count. */
    public int worstWindow() {
        return totals().worstWindow();
    }

    /** Calls (not token requests) still kept, by the command that made them; calls without a command are left out. */
    public Map<String, List<LedgerEntry>> callsByCommand() {
        return byCommand(entry -> true);
    }

    /** Calls still kept that changed something, oldest first. */
    public List<LedgerEntry> effects() {
        return entries().stream()
                .filter(entry -> entry.endpoint() != Endpoint.TOKEN && entry.effect() != null)
                .toList();
    }

    /** Calls still kept that changed something, by the command that made them. */
    public Map<String, List<LedgerEntry>> effectsByCommand() {
        return byCommand(entry -> entry.effect() != null);
    }

    private Map<String, List<LedgerEntry>> byCommand(Predicate<LedgerEntry> wanted) {
        Map<String, List<LedgerEntry>> found = new LinkedHashMap<>();
        for (LedgerEntry entry : entries()) {
            String command = entry.command();
            if (command != null && entry.endpoint() != Endpoint.TOKEN && wanted.test(entry)) {
                found.computeIfAbsent(command, id -> new ArrayList<>()).add(entry);
            }
        }
        return found;
    }
}
