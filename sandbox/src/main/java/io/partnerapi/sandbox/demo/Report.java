package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.guarantee.Finding;
import io.partnerapi.sandbox.guarantee.Problem;
import io.partnerapi.sandbox.partner.CallLimit;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run came to, as text for people. */
final class Report {
    private static final int WIDTH = 72;
    private static final int MOST_SUBJECTS = 20;

    private final CallLimit limit;

    Report(CallLimit limit) {
        this.limit = limit;
    }

    /** One line while the run goes on. */
    String progress(Duration since, int commands, Map<How, Integer> endings, int calls, int inWindow, long tokens) {
        int ended = endings.values().stream().mapToInt(Integer::intValue).sum();
        return "%4d s  ended %d of %d (%s)  calls %d  in the last %s %d of %d  token requests %d"
                .formatted(
                        since.toSeconds(),
                        ended,
                        commands,
                        outcomes(endings),
                        calls,
                        seconds(limit.window()),
                        inWindow,
                        limit.calls(),
                        tokens);
    }

    /** The whole run. */
    String whole(Summary summary, Verdict verdict) {
        StringBuilder text = new StringBuilder();
        text.append(verdict.passed() ? "PASSED" : "FAILED")
                .append(": %d commands in %s%n".formatted(summary.commands(), seconds(summary.took())));
        line(text, "endings", outcomes(summary.endings()));
        line(
                text,
                "",
                "%d missing, %d duplicate".formatted(verdict.count(Problem.MISSING), verdict.count(Problem.DUPLICATE)));
        line(
                text,
                "order",
                "%d results and %d calls out of order within %d keys"
                        .formatted(
                                verdict.count(Problem.RESULT_ORDER),
                                verdict.count(Problem.CALL_ORDER),
                                summary.keys()));
        line(
                text,
                "partner",
                "%d calls, %d effects, %d of them a second time"
                        .formatted(summary.calls(), summary.effects(), verdict.count(Problem.DOUBLE_EFFECT)));
        line(
                text,
                "limit",
                "at most %d calls in any %s, limit %d; %d answers 429"
                        .formatted(summary.worstWindow(), seconds(limit.window()), limit.calls(), summary.tooMany()));
        line(text, "token", "%d requests".formatted(summary.tokenRequests()));
        line(
                text,
                "latency",
                "p50 %s, p99 %s from producing a command to its result, waiting for the limit included"
                        .formatted(seconds(summary.median()), seconds(summary.slowest())));
        chart(text, summary.callsPerSecond());
        problems(text, verdict);
        return text.toString();
    }

    /** What can be done with everything still running. */
    String whatToTry(String bootstrapServers, URI control, List<URI> pages) {
        return """

                Everything keeps running until Ctrl-C. To try:

                  a command:    echo '{"id":"mine-1","method":"GET","path":"/cards/card-1"}' | kcat -P -b %1$s -t %2$s -k card-1
                  results:      kcat -C -b %1$s -t %3$s -X isolation.level=read_committed -o end -f '%%k %%s\\n'
                  dead letters: kcat -C -b %1$s -t %4$s -X isolation.level=read_committed -o beginning -e
                  the workers:  %5$s
                  the partner:  %6$s
                """.formatted(
                        bootstrapServers,
                        Topics.COMMANDS,
                        Topics.RESULTS,
                        Topics.DEAD_LETTERS,
                        pages.stream().map(URI::toString).collect(Collectors.joining(" ")),
                        control);
    }

    private void chart(StringBuilder text, List<Integer> perSecond) {
        if (perSecond.isEmpty()) {
            return;
        }
        int peak = Collections.max(perSecond);
        line(text, "calls/s", Chart.of(perSecond, peak, WIDTH));
        line(
                text,
                "",
                "highest %d, one bar is %d s; the limit allows %s on average"
                        .formatted(
                                peak,
                                Chart.group(perSecond.size(), WIDTH),
                                number((double) limit.calls()
                                        * 1000
                                        / limit.window().toMillis())));
    }

    private static void problems(StringBuilder text, Verdict verdict) {
        Map<Problem, List<Finding>> byProblem =
                verdict.findings().stream().collect(Collectors.groupingBy(Finding::problem));
        for (Problem problem : Problem.values()) {
            List<Finding> findings = byProblem.getOrDefault(problem, List.of());
            if (!findings.isEmpty()) {
                text.append("%n%d x %s:%n".formatted(findings.size(), problem.title()));
                findings.stream()
                        .limit(MOST_SUBJECTS)
                        .forEach(f -> text.append("  ").append(f).append(System.lineSeparator()));
                if (findings.size() > MOST_SUBJECTS) {
                    text.append("  and %d more%n".formatted(findings.size() - MOST_SUBJECTS));
                }
            }
        }
    }

    private static String outcomes(Map<How, Integer> endings) {
        String text = endings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "none" : text;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-9s%s%n".formatted(name, value));
    }

    private static String seconds(Duration duration) {
        return number(duration.toMillis() / 1000.0) + " s";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "%.0f".formatted(value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
