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
 * <p>Scarce permits go to the best priority; a small share of them to those below it, an equal part to each that waits; within
 * a priority to the workers in proportion to how many organizations wait there. What is meant for a worker is left for it
 * until it asks, or until its wish is over.
 *
 * @param byWorker the wishes that stand
 * @param earned permits that each priority below the best has earned and not had. Each earns its own: of a common account,
 *     the priority whose workers ask more often would have more
 */
record Wishes(Map<String, Wish> byWorker, Map<Integer, Double> earned) implements Serializable {

    static final Wishes NONE = new Wishes(Map.of(), Map.of());

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
        earned = Map.copyOf(earned);
    }

    /** Those that are not over at this time of the ledger. */
    Wishes at(long now) {
        Map<String, Wish> standing = new TreeMap<>(byWorker);
        standing.values().removeIf(wish -> wish.until() < now);
        return new Wishes(standing, earned);
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
        return new Wishes(after, earned);
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
        List<Integer> priorities =
                hands.stream().map(hand -> hand.priority).distinct().sorted().toList();
        int left = free;
        for (int priority : below(priorities)) {
            left -= deal(at(priority, hands), Math.min(left, (int) earned(priority)));
        }
        int lowerLeft = Math.max(0, Math.min(free, lower) - (free - left));
        for (int priority : priorities) {
            boolean isLower = priority > limit.best();
            int dealt = deal(at(priority, hands), isLower ? Math.min(left, lowerLeft) : left);
            left -= dealt;
            lowerLeft -= isLower ? dealt : 0;
        }
        List<Hand> own =
                hands.stream().filter(hand -> hand.worker.equals(worker)).toList();
        return granted(worker, own, priorities, limit);
    }

    /** All but the best. */
    private static List<Integer> below(List<Integer> priorities) {
        return priorities.stream().skip(1).toList();
    }

    private double earned(int priority) {
        return earned.getOrDefault(priority, 0.0);
    }

    private static List<Hand> at(int priority, List<Hand> hands) {
        return hands.stream().filter(hand -> hand.priority == priority).toList();
    }

    private Turn granted(String worker, List<Hand> own, List<Integer> priorities, BudgetLimit limit) {
        Wish wish = byWorker.get(worker);
        if (wish == null) {
            return new Turn(0, this);
        }
        Map<Integer, Double> had = new TreeMap<>(wish.had());
        int granted = 0;
        for (Hand hand : own) {
            granted += hand.dealt;
            had.put(hand.priority, hand.had);
        }
        Map<String, Wish> after = new TreeMap<>(byWorker);
        after.put(worker, new Wish(wish.wants(), wish.backlog(), wish.until(), had));
        return new Turn(granted, new Wishes(after, earnedAfter(own, priorities, limit)));
    }

    /** What a priority is dealt beyond what it had earned earns something for those below it. */
    private Map<Integer, Double> earnedAfter(List<Hand> own, List<Integer> priorities, BudgetLimit limit) {
        Map<Integer, Double> after = new TreeMap<>();
        below(priorities).forEach(priority -> after.put(priority, earned(priority)));
        for (Hand hand : own) {
            double beyond = Math.max(0, hand.dealt - earned(hand.priority));
            List<Integer> lower = priorities.stream()
                    .filter(priority -> priority > hand.priority)
                    .toList();
            lower.forEach(priority ->
                    after.merge(priority, beyond * limit.lowestShare() / 100.0 / lower.size(), Double::sum));
            after.computeIfPresent(hand.priority, (priority, before) -> before - hand.dealt);
        }
        after.replaceAll((priority, permits) -> Math.min(MOST_EARNED, Math.max(0, permits)));
        return after;
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
