package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How long partitions stood still, seen from outside: commands waited there, and for half a second or longer none ended.
 * Pure.
 *
 * @param longest of each partition
 * @param sum over all partitions
 */
record StandStill(Map<Integer, Duration> longest, Duration sum) {
    private static final Duration SHORTEST = Duration.ofMillis(500);

    static StandStill of(Evidence evidence) {
        Map<Integer, List<Sent>> sent = evidence.sent().stream()
                .sorted(Comparator.comparingLong(Sent::nanos))
                .collect(Collectors.groupingBy(command -> command.position().partition()));
        Map<Integer, List<Ending>> ended = evidence.endings().stream()
                .sorted(Comparator.comparingLong(Ending::nanos))
                .collect(Collectors.groupingBy(ending -> ending.source().partition()));
        Map<Integer, Duration> longest = new TreeMap<>();
        Duration sum = Duration.ZERO;
        for (Map.Entry<Integer, List<Sent>> partition : sent.entrySet()) {
            for (Duration still : gaps(partition.getValue(), ended.getOrDefault(partition.getKey(), List.of()))) {
                longest.merge(partition.getKey(), still, (a, b) -> a.compareTo(b) > 0 ? a : b);
                sum = sum.plus(still);
            }
        }
        return new StandStill(longest, sum);
    }

    /** From an ending, or the arrival of what waits if that is later, to the next ending. */
    private static List<Duration> gaps(List<Sent> sent, List<Ending> endings) {
        Deque<Sent> waiting = new ArrayDeque<>(sent);
        Set<Position> ended = new HashSet<>();
        Deque<Duration> gaps = new ArrayDeque<>();
        long lastEnd = Long.MIN_VALUE;
        for (Ending ending : endings) {
            while (!waiting.isEmpty() && ended.contains(waiting.peek().position())) {
                waiting.remove();
            }
            long since = waiting.isEmpty()
                    ? lastEnd
                    : Math.max(lastEnd, waiting.peek().nanos());
            Duration still = Duration.ofNanos(ending.nanos() - since);
            if (still.compareTo(SHORTEST) >= 0) {
                gaps.add(still);
            }
            ended.add(ending.source());
            lastEnd = ending.nanos();
        }
        return List.copyOf(gaps);
    }

    @Override
    public String toString() {
        return "%.1f s over all partitions; longest of each %s"
                .formatted(
                        sum.toMillis() / 1000.0,
                        longest.values().stream()
                                .map(still -> "%.1f".formatted(still.toMillis() / 1000.0))
                                .collect(Collectors.joining(" ")));
    }
}
