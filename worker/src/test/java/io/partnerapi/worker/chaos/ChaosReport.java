package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import io.partnerapi.sandbox.guarantee.Finding;
import io.partnerapi.sandbox.guarantee.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param took from the first command until every one had ended
 * @param done how often each kind of step was done
 * @param exits how workers that were asked to end did so
 * @param problems what went wrong with the run itself, or workers that died by themselves
 * @param worstWindow most calls in any window of the partner's limit
 * @param waited for a token, since the load was steady
 */
record ChaosReport(
        Setup setup,
        Duration took,
        Evidence evidence,
        Map<Kind, Integer> done,
        List<Notes.Exit> exits,
        List<String> problems,
        int worstWindow,
        TokenStory tokens,
        String waited) {
    private static final int MOST_SHOWN = 30;
    /** With fewer, one bad sample would be the 95th percentile. */
    private static final int ENOUGH_SAMPLES = 20;

    /** Everything that is wrong; empty if every guarantee held. */
    List<String> breaches() {
        List<String> all = new ArrayList<>(problems);
        Guarantee.breachesOfAny(evidence)
                .map((Finding finding) -> finding.problem() + " " + finding)
                .forEach(all::add);
        all.addAll(tokens.breaches());
        if (setup.calls() > 0 && worstWindow > setup.calls()) {
            all.add(worstWindow + " calls in a window of the limit, allowed are " + setup.calls());
        }
        long notAccepted =
                evidence.calls().stream().filter(call -> call.status() == 401).count();
        if (notAccepted > 0) {
            all.add(notAccepted + " calls with a token that was over");
        }
        exits.stream()
                .filter(exit -> exit.code() != 0 && !excused(exit))
                .map(exit -> exit.worker() + " ended with " + exit.code() + " when it was asked to")
                .forEach(all::add);
        List<Duration> recovery = Recovery.ofLonelyDeaths(evidence);
        if (recovery.size() >= ENOUGH_SAMPLES && at(recovery, 95).compareTo(setup.patience()) > 0) {
            all.add("the 95th percentile of %d recoveries is %s, more than %d s"
                    .formatted(
                            recovery.size(),
                            percentile(recovery, 95),
                            setup.patience().toSeconds()));
        }
        return all;
    }

    /** A worker cannot end clean while broker or partner do not answer. */
    private boolean excused(Notes.Exit exit) {
        return evidence.incidents().stream()
                .anyMatch(incident -> !incident.what().contains("worker") && incident.reaches(exit.from(), exit.to()));
    }

    @Override
    public String toString() {
        List<String> breaches = breaches();
        return """
                %s: %d commands in %d s, %s
                  done      %s
                  endings   %s
                  unknown   %d, of which %d never reached the partner
                  partner   %d calls, %d effects, at most %d in a window of the limit
                  token     %s; %s
                  recovery  of partitions of workers that died alone: %s
                            of all workers that died: %s
                  stood still %s
                  exits     %d workers asked to end, %d of them not with 0
                %s""".formatted(
                        setup,
                        evidence.sent().size(),
                        took.toSeconds(),
                        breaches.isEmpty() ? "every guarantee held" : breaches.size() + " BREACHES",
                        done,
                        evidence.endings().stream()
                                .collect(Collectors.groupingBy(Ending::how, TreeMap::new, Collectors.counting())),
                        unknown().size(),
                        neverCalled(unknown()),
                        evidence.calls().size(),
                        evidence.calls().stream().filter(Call::effect).count(),
                        worstWindow,
                        tokens,
                        waited,
                        percentiles(Recovery.ofLonelyDeaths(evidence)),
                        percentiles(Recovery.ofDeaths(evidence)),
                        StandStill.of(evidence),
                        exits.size(),
                        exits.stream().filter(exit -> exit.code() != 0).count(),
                        shown(breaches));
    }

    /** What was done and when, for the log of a failed run. */
    List<String> incidents() {
        return evidence.incidents().stream().map(Incident::toString).toList();
    }

    /** Commands that ended {@code UNKNOWN}. */
    List<String> unknown() {
        Map<Position, Sent> bySource =
                evidence.sent().stream().collect(Collectors.toMap(Sent::position, Function.identity(), (a, b) -> a));
        return evidence.endings().stream()
                .filter(ending -> ending.how() == How.UNKNOWN && bySource.containsKey(ending.source()))
                .map(ending -> bySource.get(ending.source()).planned().id())
                .toList();
    }

    private long neverCalled(List<String> commands) {
        Set<String> called = evidence.calls().stream()
                .map(call -> String.valueOf(call.command()))
                .collect(Collectors.toSet());
        return commands.stream().filter(id -> !called.contains(id)).count();
    }

    private static String shown(List<String> breaches) {
        return breaches.stream()
                .limit(MOST_SHOWN)
                .map(breach -> "  " + breach + "\n")
                .collect(Collectors.joining());
    }

    private static String percentiles(List<Duration> sorted) {
        return sorted.isEmpty()
                ? "none measured"
                : "%d, p50 %s, p95 %s, longest %s"
                        .formatted(
                                sorted.size(), percentile(sorted, 50), percentile(sorted, 95), percentile(sorted, 100));
    }

    private static String percentile(List<Duration> sorted, int percent) {
        return at(sorted, percent).toMillis() / 1000.0 + " s";
    }

    private static Duration at(List<Duration> sorted, int percent) {
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }
}
