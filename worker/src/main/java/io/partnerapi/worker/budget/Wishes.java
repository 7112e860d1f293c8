package io.partnerapi.worker.budget;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the workers of an egress group wait for, each as it told when it last asked, and whose turn it is. Immutable.
 *
 * <p>Scarce permits go to the best priority; a small share of them to the lowest whatever waits above it; within a priority to
 * the workers in proportion to how many organizations wait there. What is meant for a worker is left for it until it asks,
 * or until its wish is over.
 *
 * @param byWorker the wishes that stand
 * @param lowest permits that the lowest priority has earned and not had
 */
record Wishes(Map<String, Wish> byWorker, double lowest) implements Serializable {

    static final Wishes NONE = new Wishes(Map.of(), 0);

    private static final double MOST_EARNED = 10;

    /**
     * One worker's.
     *
     * @param wants by priority
     * @param backlog commands of it that wait
     * @param until when it is over, by the ledger's time
     * @param had by priority, permits it had for each of its shares; whoever had least is next
     */
    record Wish(List<Want> wants, long backlog, long until, Map<Integer, Double> had) implements Serializable {}

    /** What a worker gets now, and the wishes after it. */
    record Turn(int granted, Wishes after) {}

    Wishes {
        byWorker = Map.copyOf(byWorker);
    }

    /** Those that are not over at this time of the ledger. */
    Wishes at(long now) {
        Map<String, Wish> standing = new TreeMap<>(byWorker);
        standing.values().removeIf(wish -> wish.until() < now);
        return new Wishes(standing, lowest);
    }

    /** With what a worker waits for now; nothing wanted, no wish. */
    Wishes told(String worker, List<Want> wants, long backlog, long until) {
        Map<String, Wish> after = new TreeMap<>(byWorker);
        Wish before = after.remove(worker);
        if (!wants.isEmpty() || backlog > 0) {
            Map<Integer, Double> had = new TreeMap<>();
            for (Want want : wants) {
                boolean waited = before != null && before.had().containsKey(want.priority());
                had.put(want.priority(), waited ? before.had().get(want.priority()) : leastHad(after, want.priority()));
            }
            after.put(worker, new Wish(List.copyOf(wants), backlog, until, had));
        }
        return new Wishes(after, lowest);
    }

    /** Whoever comes anew has no claim to what the others had before. */
    private static double leastHad(Map<String, Wish> others, int priority) {
        return others.values().stream()
                .filter(wish -> wish.had().containsKey(priority))
                .mapToDouble(wish -> wish.had().get(priority))
                .min()
                .orElse(0);
    }

    long backlog() {
        return byWorker.values().stream().mapToLong(Wish::backlog).sum();
    }

    /**
     * Deals what is free to all wishes, and gives this worker its part of it.
     *
     * @param lower how many of what is free priorities other than the best may have
     */
    Turn turn(String worker, int free, int lower, BudgetLimit limit) {
        List<Hand> hands = hands();
        int last = hands.stream().mapToInt(hand -> hand.priority).max().orElse(0);
        boolean several = hands.stream().anyMatch(hand -> hand.priority != last);
        int left = free;
        int lowerLeft = Math.min(free, lower);
        if (several) {
            int dealt = deal(at(last, hands), Math.min(left, (int) lowest));
            left -= dealt;
            lowerLeft = Math.max(0, lowerLeft - dealt);
        }
        for (int priority : hands.stream()
                .mapToInt(hand -> hand.priority)
                .distinct()
                .sorted()
                .toArray()) {
            boolean isLower = priority > limit.best();
            int dealt = deal(at(priority, hands), isLower ? Math.min(left, lowerLeft) : left);
            left -= dealt;
            lowerLeft -= isLower ? dealt : 0;
        }
        List<Hand> own =
                hands.stream().filter(hand -> hand.worker.equals(worker)).toList();
        return granted(worker, own, last, several, limit);
    }

    private static List<Hand> at(int priority, List<Hand> hands) {
        return hands.stream().filter(hand -> hand.priority == priority).toList();
    }

    private Turn granted(String worker, List<Hand> own, int last, boolean several, BudgetLimit limit) {
        Wish wish = byWorker.get(worker);
        if (wish == null) {
            return new Turn(0, this);
        }
        Map<Integer, Double> had = new TreeMap<>(wish.had());
        double earned = several ? lowest : 0;
        int granted = 0;
        for (Hand hand : own) {
            granted += hand.dealt;
            had.put(hand.priority, hand.had);
            earned += hand.priority == last ? -hand.dealt : hand.dealt * limit.lowestShare() / 100.0;
        }
        Map<String, Wish> after = new TreeMap<>(byWorker);
        after.put(worker, new Wish(wish.wants(), wish.backlog(), wish.until(), had));
        return new Turn(granted, new Wishes(after, Math.min(MOST_EARNED, Math.max(0, earned))));
    }

    private List<Hand> hands() {
        List<Hand> hands = new ArrayList<>();
        new TreeMap<>(byWorker).forEach((worker, wish) -> wish.wants()
                .forEach(want -> hands.add(new Hand(worker, want, wish.had().getOrDefault(want.priority(), 0.0)))));
        return hands;
    }

    /** Deals one after the other to whoever had least; answers how many. */
    private static int deal(List<Hand> hands, int permits) {
        for (int dealt = 0; dealt < permits; dealt++) {
            Hand next = hands.stream()
                    .filter(hand -> hand.open > 0)
                    .min(Comparator.comparingDouble((Hand hand) -> hand.had))
                    .orElse(null);
            if (next == null) {
                return dealt;
            }
            next.take();
        }
        return permits;
    }

    /** What one worker is dealt at one priority. */
    private static final class Hand {
        private final String worker;
        private final int priority;
        private final int shares;
        private int open;
        private int dealt;
        private double had;

        Hand(String worker, Want want, double had) {
            this.worker = worker;
            this.priority = want.priority();
            this.shares = Math.max(1, want.shares());
            this.open = want.permits();
            this.had = had;
        }

        void take() {
            open--;
            dealt++;
            had += 1.0 / shares;
        }
    }
}
