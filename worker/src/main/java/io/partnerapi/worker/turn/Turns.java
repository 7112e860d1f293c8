package io.partnerapi.worker.turn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Those who wait, in the order of their turns: by priority; within one, shares in weighted round robin; within a share, by
 * age. Every so many turns one goes to a priority below the best that waits, to each of them in turn, so that nobody starves.
 *
 * <p>Whoever comes has its first turn when all that wait already have had one: it has no claim to turns it did not wait for.
 * Not thread-safe.
 *
 * @param <T> who waits; equal only to itself
 */
public final class Turns<T> {

    private final double lowestShare;
    private final TreeMap<Integer, Ranks<T>> byPriority = new TreeMap<>();
    private final Map<T, Waiter<T>> waiting = new HashMap<>();
    private long sequence;
    private double earned;
    private int lastServed;

    private record Waiter<T>(T item, Place place, long sequence) {}

    /** @param lowestShare percentage of the turns that the priorities below the best that waits have together, from 0 to 50 */
    public Turns(int lowestShare) {
        this.lowestShare = lowestShare / 100.0;
    }

    /** Waits from now on. */
    public void add(T item, Place place) {
        Waiter<T> waiter = new Waiter<>(item, place, sequence++);
        if (waiting.putIfAbsent(item, waiter) != null) {
            throw new IllegalStateException(item + " waits already");
        }
        byPriority.computeIfAbsent(place.priority(), p -> new Ranks<>()).add(waiter);
    }

    /** Waits no more; nothing happens if it did not. */
    public void remove(T item) {
        Waiter<T> waiter = waiting.remove(item);
        if (waiter != null) {
            Ranks<T> ranks = ranks(waiter.place().priority());
            ranks.remove(waiter);
            dropIfEmpty(waiter.place().priority());
        }
    }

    /** The one whose turn it is, who waits no more; empty if nobody does. */
    public Optional<T> next() {
        return next(priority -> true);
    }

    /** The one of these priorities whose turn it is, who waits no more; empty if nobody does. */
    public Optional<T> next(IntPredicate of) {
        int[] priorities = byPriority.keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(of)
                .toArray();
        if (priorities.length == 0) {
            return Optional.empty();
        }
        int priority = turn(priorities);
        Waiter<T> waiter = ranks(priority).next();
        waiting.remove(waiter.item());
        dropIfEmpty(priority);
        return Optional.of(waiter.item());
    }

    private int turn(int[] priorities) {
        int best = priorities[0];
        if (priorities.length == 1) {
            return best;
        }
        earned += lowestShare;
        if (earned < 1) {
            return best;
        }
        earned -= 1;
        lastServed = afterLastServed(Arrays.copyOfRange(priorities, 1, priorities.length));
        return lastServed;
    }

    /** Goes round all of them: if these turns went to the last only, those between it and the best would have none. */
    private int afterLastServed(int[] lower) {
        return Arrays.stream(lower)
                .filter(priority -> priority > lastServed)
                .findFirst()
                .orElse(lower[0]);
    }

    /** How many wait. */
    public int size() {
        return waiting.size();
    }

    /** The priorities at which someone waits, the best first. */
    public IntStream priorities() {
        return byPriority.keySet().stream().mapToInt(Integer::intValue);
    }

    /** How many wait at a priority. */
    public int size(int priority) {
        Ranks<T> ranks = byPriority.get(priority);
        return ranks == null ? 0 : ranks.size;
    }

    /** The weights of all shares that wait at a priority together. */
    public int weight(int priority) {
        Ranks<T> ranks = byPriority.get(priority);
        return ranks == null ? 0 : ranks.weight;
    }

    private Ranks<T> ranks(int priority) {
        Ranks<T> ranks = byPriority.get(priority);
        if (ranks == null) {
            throw new IllegalStateException("nobody waits at priority " + priority);
        }
        return ranks;
    }

    /** A priority without waiters has no turns; what its shares had counts no more. */
    private void dropIfEmpty(int priority) {
        if (ranks(priority).size == 0) {
            byPriority.remove(priority);
        }
    }

    /** The shares of one priority. */
    private static final class Ranks<T> {
        /** So many shares that do not wait are remembered before those that owe nothing are forgotten. */
        private static final int MANY = 1_000;

        private final Map<String, Share<T>> shares = new HashMap<>();
        private final TreeSet<Share<T>> byTurn = new TreeSet<>(Comparator.<Share<T>>comparingDouble(share -> share.had)
                .thenComparingLong(share -> share.waiters.first().sequence())
                .thenComparing(share -> share.name));
        private double level;
        private int size;
        private int weight;

        void add(Waiter<T> waiter) {
            Share<T> share = shares.computeIfAbsent(waiter.place().share(), Share::new);
            boolean waits = !share.waiters.isEmpty();
            if (waits) {
                byTurn.remove(share);
                weight -= share.weight;
            } else {
                share.had = Math.max(
                        share.had, level + 1.0 / Math.max(1, waiter.place().weight()));
            }
            share.waiters.add(waiter);
            share.weight = Math.max(1, waiter.place().weight());
            weight += share.weight;
            byTurn.add(share);
            size++;
        }

        void remove(Waiter<T> waiter) {
            Share<T> share = shares.get(waiter.place().share());
            if (share == null) {
                throw new IllegalStateException(waiter + " has no share");
            }
            byTurn.remove(share);
            share.waiters.remove(waiter);
            size--;
            if (share.waiters.isEmpty()) {
                weight -= share.weight;
                forget();
            } else {
                byTurn.add(share);
            }
        }

        Waiter<T> next() {
            Share<T> share = byTurn.first();
            Waiter<T> waiter = share.waiters.first();
            level = share.had;
            byTurn.remove(share);
            share.waiters.remove(waiter);
            share.had += 1.0 / share.weight;
            size--;
            if (share.waiters.isEmpty()) {
                weight -= share.weight;
                forget();
            } else {
                byTurn.add(share);
            }
            return waiter;
        }

        private void forget() {
            if (shares.size() > MANY + byTurn.size()) {
                shares.values().removeIf(share -> share.waiters.isEmpty() && share.had <= level);
            }
        }
    }

    /** Those of one share, the oldest first. */
    private static final class Share<T> {
        private final String name;
        private final TreeSet<Waiter<T>> waiters = new TreeSet<>(Comparator.comparingLong(Waiter::sequence));
        private int weight;
        private double had;

        Share(String name) {
            this.name = name;
        }
    }
}
