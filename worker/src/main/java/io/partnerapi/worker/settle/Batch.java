package io.partnerapi.worker.settle;

import io.partnerapi.worker.settle.Destinations.Trouble;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What waits to be settled, and what of it is tried in one transaction: everything together, or, when that fails for
 * something that no error names, halves of it, so that what is well goes out and what is at fault is found. What waits for
 * a topic is set aside meanwhile. Pure, and not thread-safe.
 *
 * <pre>
 *    [a b c d] fails  ──►  [a b] [c d]  ──►  [c d] fails, [a b] committed  ──►  [c] [d]  ──►  d is at fault
 * </pre>
 */
final class Batch {
    /** If nothing could be committed for so long, nobody in it is at fault: all is tried together again. */
    static final Duration NARROWING_LIMIT = Duration.ofSeconds(10);
    /** A topic that takes no records for so long is waited for no more by what can go elsewhere. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Destinations destinations;
    private final Deque<List<Entry>> groups = new ArrayDeque<>();
    private final List<Aside> aside = new ArrayList<>();
    private Optional<Long> narrowingSince = Optional.empty();
    private boolean othersCommitted;

    /**
     * @param since when it, or the topic it waits for, was first seen in trouble: who comes later has no more patience left
     * @param notBefore when it may be tried again
     */
    private record Aside(Entry entry, String why, long since, long notBefore) {}

    Batch(Destinations destinations) {
        this.destinations = destinations;
    }

    /** Whether all is settled. */
    boolean isEmpty() {
        return groups.isEmpty() && aside.isEmpty();
    }

    /** How many entries are tried again and again. */
    int size() {
        return groups.stream().mapToInt(List::size).sum();
    }

    /** Whether there is nothing to try now. */
    boolean isIdle() {
        return groups.isEmpty();
    }

    /** Whether what is tried is a part of what failed together. */
    boolean isNarrowing() {
        return narrowingSince.isPresent();
    }

    /** To be tried together, as far as one transaction may take them. */
    void add(List<Entry> entries) {
        for (int from = 0; from < entries.size(); from += Settler.MAX_BATCH) {
            groups.addLast(List.copyOf(entries.subList(from, Math.min(entries.size(), from + Settler.MAX_BATCH))));
        }
    }

    /** Those that something in it is of. */
    Stream<AssignedPartition> partitions() {
        return Stream.concat(
                        groups.stream().flatMap(List::stream), aside.stream().map(Aside::entry))
                .map(Entry::partition)
                .distinct();
    }

    /** What to try now; what is addressed to a topic in trouble is set aside from it. */
    List<Entry> next(long now) {
        returnFromAside(now);
        List<Entry> ready = new ArrayList<>();
        if (!groups.isEmpty()) {
            for (Entry entry : Entry.stillOurs(groups.removeFirst())) {
                destinations
                        .trouble(entry.address(), now)
                        .ifPresentOrElse(
                                trouble -> aside.add(new Aside(entry, trouble.why(), trouble.since(), now)),
                                () -> ready.add(entry));
            }
            if (!ready.isEmpty()) {
                groups.addFirst(ready);
            }
        }
        return ready;
    }

    /** What was tried last is settled. */
    void committed() {
        groups.removeFirst();
        othersCommitted = true;
        if (groups.isEmpty()) {
            narrowingSince = Optional.empty();
        }
    }

    /** What was tried last is to be tried again, as this. */
    void retry(List<Entry> entries) {
        groups.pollFirst();
        if (!entries.isEmpty()) {
            groups.addFirst(entries);
        }
    }

    /** An entry of what was tried last is at fault: another takes its place, by itself; the rest is tried without it. */
    void replace(Entry culprit, Entry other) {
        leaveOut(culprit);
        groups.addLast(List.of(other));
    }

    /** An entry of what was tried last is at fault, and nothing can take its place: it waits while the rest goes on. */
    void setAside(Entry culprit, String why, long now) {
        leaveOut(culprit);
        aside.add(new Aside(culprit, why, now, now + Destinations.AVOIDED.toNanos()));
    }

    private void leaveOut(Entry culprit) {
        retry(
                groups.isEmpty()
                        ? List.of()
                        : groups.getFirst().stream()
                                .filter(entry -> entry != culprit)
                                .toList());
    }

    /** What was tried last failed, and no error names a culprit. Answers one if it is found: it counts as tried last. */
    Optional<Entry> narrow(long now) {
        List<Entry> group = groups.removeFirst();
        if (narrowingSince.isEmpty()) {
            narrowingSince = Optional.of(now);
            othersCommitted = false;
        }
        if (!othersCommitted && now - narrowingSince.get() > NARROWING_LIMIT.toNanos()) {
            groups.addFirst(group);
            joinAll();
        } else if (group.size() > 1) {
            groups.addLast(List.copyOf(group.subList(0, group.size() / 2)));
            groups.addLast(List.copyOf(group.subList(group.size() / 2, group.size())));
        } else if (othersCommitted) {
            groups.addFirst(group);
            return Optional.of(group.get(0));
        } else {
            groups.addLast(group);
        }
        return Optional.empty();
    }

    /** All that waits for nothing else is tried together again. */
    void joinAll() {
        List<Entry> all = groups.stream().flatMap(List::stream).toList();
        groups.clear();
        add(all);
        narrowingSince = Optional.empty();
    }

    /** What the entries wait for that cannot be published anywhere else; empty if none does. */
    Optional<String> heldUp() {
        return aside.stream()
                .filter(waiting -> waiting.entry().output() == null
                        || waiting.entry().output().elsewhere() == null)
                .map(Batch::describe)
                .findFirst();
    }

    private static String describe(Aside waiting) {
        Output output = waiting.entry().output();
        return output == null
                ? waiting.entry() + " cannot be recorded: " + waiting.why()
                : "topic " + output.record().topic() + " does not take records: " + waiting.why();
    }

    private void returnFromAside(long now) {
        List<Entry> again = new ArrayList<>();
        List<Aside> waiting = List.copyOf(aside);
        aside.clear();
        for (Aside one : waiting) {
            Entry entry = one.entry();
            if (Entry.stillOurs(List.of(entry)).isEmpty()) {
                continue;
            }
            Optional<Trouble> trouble = destinations.trouble(entry.address(), now);
            boolean handedOver = !entry.partition().open();
            if (trouble.isEmpty() && now - one.notBefore() >= 0) {
                again.add(entry);
            } else if (handedOver || now - one.since() >= PATIENCE.toNanos()) {
                Refusal.elsewhere(entry, trouble.map(Trouble::why).orElse(one.why()))
                        .ifPresentOrElse(again::add, () -> wait(one, handedOver));
            } else {
                aside.add(one);
            }
        }
        add(again);
    }

    /** A dead letter is as well written by the partition's next owner. */
    private void wait(Aside one, boolean handedOver) {
        if (handedOver && !destinations.indispensable(one.entry().address())) {
            one.entry().settled().complete(Settled.LOST);
        } else {
            aside.add(one);
        }
    }
}
