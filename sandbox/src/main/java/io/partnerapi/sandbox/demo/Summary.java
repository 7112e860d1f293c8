package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The numbers of a run.
 *
 * @param commands command records produced
 * @param keys different keys among them
 * @param endings endings by kind
 * @param calls calls that arrived at the partner
 * @param tooMany calls answered 429
 * @param effects calls that changed something
 * @param tokenRequests token requests that arrived
 * @param worstWindow the most calls in any window of the limit's length
 * @param took from the first command produced to the last ending seen
 * @param median of the times from producing a command to seeing its end
 * @param slowest time that 99 of 100 commands did not exceed
 * @param callsPerSecond calls in each second from the first command on
 */
record Summary(
        int commands,
        int keys,
        Map<How, Integer> endings,
        int calls,
        int tooMany,
        int effects,
        long tokenRequests,
        int worstWindow,
        Duration took,
        Duration median,
        Duration slowest,
        List<Integer> callsPerSecond) {
    private static final long SECOND = 1_000_000_000L;

    Summary {
        endings = Map.copyOf(endings);
        callsPerSecond = List.copyOf(callsPerSecond);
    }

    /** The numbers of what was seen. */
    static Summary of(Run run) {
        Evidence evidence = run.evidence();
        long start = evidence.sent().stream().mapToLong(Sent::nanos).min().orElse(0);
        long end = evidence.endings().stream().mapToLong(Ending::nanos).max().orElse(start);
        long[] latencies = latencies(evidence);
        List<Call> calls = evidence.calls();
        Map<How, Integer> endings = new EnumMap<>(How.class);
        evidence.endings().forEach(ending -> endings.merge(ending.how(), 1, Integer::sum));
        return new Summary(
                evidence.sent().size(),
                (int) evidence.sent().stream()
                        .map(sent -> sent.planned().key())
                        .filter(Objects::nonNull)
                        .distinct()
                        .count(),
                endings,
                calls.size(),
                (int) calls.stream().filter(call -> call.status() == 429).count(),
                (int) calls.stream().filter(Call::effect).count(),
                run.tokenRequests(),
                run.worstWindow(),
                Duration.ofNanos(end - start),
                percentile(latencies, 50),
                percentile(latencies, 99),
                perSecond(calls, start));
    }

    private static long[] latencies(Evidence evidence) {
        Map<Position, Long> sentAt = new HashMap<>();
        evidence.sent().forEach(sent -> sentAt.put(sent.position(), sent.nanos()));
        long[] latencies = evidence.endings().stream()
                .filter(ending -> sentAt.containsKey(ending.source()))
                .mapToLong(ending -> ending.nanos() - sentAt.getOrDefault(ending.source(), ending.nanos()))
                .toArray();
        Arrays.sort(latencies);
        return latencies;
    }

    private static Duration percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(sorted.length * percent / 100.0);
        return Duration.ofNanos(sorted[rank - 1]);
    }

    private static List<Integer> perSecond(List<Call> calls, long start) {
        int seconds = (int) calls.stream()
                .mapToLong(call -> Math.floorDiv(call.nanos() - start, SECOND) + 1)
                .max()
                .orElse(0);
        Integer[] counts = new Integer[Math.max(0, seconds)];
        Arrays.fill(counts, 0);
        for (Call call : calls) {
            int second = (int) Math.floorDiv(call.nanos() - start, SECOND);
            if (second >= 0) {
                counts[second]++;
            }
        }
        return List.of(counts);
    }
}
