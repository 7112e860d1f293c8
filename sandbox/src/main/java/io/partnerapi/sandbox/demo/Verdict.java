package io.partnerapi.sandbox.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The judgement over a run: every command record has exactly one ending and the right one, in order within its key;
 * nothing happened twice at the partner, nothing happened that must not; and limits and tokens were respected.
 *
 * @param findings everything that is wrong; empty if the run is perfect
 */
record Verdict(List<Finding> findings) {
    Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    boolean passed() {
        return findings.isEmpty();
    }

    /** How many findings are of one kind. */
    long count(Problem problem) {
        return findings.stream().filter(f -> f.problem() == problem).count();
    }

    /** Judges a run; the same evidence always gives the same verdict. */
    static Verdict of(Evidence evidence, Allowance allowance) {
        List<Finding> findings = new ArrayList<>();
        endings(evidence, allowance, findings);
        resultOrder(evidence, findings);
        calls(evidence, findings);
        callOrder(evidence, findings);
        totals(evidence, allowance, findings);
        return new Verdict(findings);
    }

    private static void endings(Evidence evidence, Allowance allowance, List<Finding> findings) {
        Map<Position, List<Ending>> bySource = evidence.endings().stream()
                .collect(Collectors.groupingBy(Ending::source, LinkedHashMap::new, Collectors.toList()));
        for (Sent sent : evidence.sent()) {
            List<Ending> endings = Objects.requireNonNullElse(bySource.remove(sent.position()), List.of());
            if (endings.isEmpty()) {
                add(
                        findings,
                        Problem.MISSING,
                        sent,
                        "expected " + sent.planned().expected());
            }
            if (endings.size() > 1) {
                add(findings, Problem.DUPLICATE, sent, "ended as " + describe(endings));
            }
            endings.forEach(ending -> ending(sent, ending, allowance, findings));
        }
        bySource.forEach((source, endings) ->
                findings.add(new Finding(Problem.STRAY, "command record " + source, "ended as " + describe(endings))));
        evidence.unreadable().forEach(what -> findings.add(new Finding(Problem.UNREADABLE, what, "")));
    }

    private static void ending(Sent sent, Ending ending, Allowance allowance, List<Finding> findings) {
        Planned planned = sent.planned();
        boolean lost = allowance.unknown() && ending.how() == How.UNKNOWN && planned.expected() == How.ANSWERED;
        if (ending.how() != planned.expected() && !lost) {
            add(findings, Problem.WRONG_ENDING, sent, ending.how() + " instead of " + planned.expected());
        }
        if (ending.id() != null && !ending.id().equals(planned.id())) {
            add(findings, Problem.WRONG_IDENTITY, sent, "its result has id " + ending.id());
        }
        if (!Objects.equals(ending.key(), planned.key())) {
            add(findings, Problem.WRONG_IDENTITY, sent, "key " + planned.key() + " became " + ending.key());
        }
    }

    private static String describe(List<Ending> endings) {
        return endings.stream().map(e -> e.how() + " at " + e.at()).collect(Collectors.joining(", "));
    }

    private static void resultOrder(Evidence evidence, List<Finding> findings) {
        Map<Position, Sent> bySource =
                evidence.sent().stream().collect(Collectors.toMap(Sent::position, sent -> sent, (a, b) -> a));
        Map<String, Map<Integer, Long>> newest = new HashMap<>();
        Set<Position> seen = new HashSet<>();
        for (Ending ending : evidence.endings()) {
            Sent sent = bySource.get(ending.source());
            if (ending.how() != How.DEAD_LETTER && sent != null && seen.add(ending.source())) {
                inOrder(sent, newest, Problem.RESULT_ORDER, "its result at " + ending.at(), findings);
            }
        }
    }

    private static void calls(Evidence evidence, List<Finding> findings) {
        Map<String, List<Call>> byCommand = new HashMap<>();
        for (Call call : evidence.calls()) {
            byCommand
                    .computeIfAbsent(String.valueOf(call.command()), id -> new ArrayList<>())
                    .add(call);
        }
        Set<Position> answered = evidence.endings().stream()
                .filter(ending -> ending.how() == How.ANSWERED)
                .map(Ending::source)
                .collect(Collectors.toSet());
        for (Sent sent : evidence.sent()) {
            List<Call> calls =
                    Objects.requireNonNullElse(byCommand.remove(sent.planned().id()), List.of());
            long effects = calls.stream().filter(Call::effect).count();
            if (effects > 1) {
                add(findings, Problem.DOUBLE_EFFECT, sent, effects + " effects in " + calls.size() + " calls");
            }
            if (calls.isEmpty() && answered.contains(sent.position())) {
                add(findings, Problem.NOT_CALLED, sent, "");
            }
            if (!calls.isEmpty() && sent.planned().expected() != How.ANSWERED) {
                add(findings, Problem.CALLED, sent, calls.size() + " calls");
            }
        }
        byCommand.forEach((command, calls) ->
                findings.add(new Finding(Problem.UNKNOWN_CALL, "command " + command, calls.size() + " calls")));
    }

    private static void callOrder(Evidence evidence, List<Finding> findings) {
        Map<String, Sent> byId = evidence.sent().stream()
                .collect(Collectors.toMap(sent -> sent.planned().id(), sent -> sent, (a, b) -> a));
        Map<String, Map<Integer, Long>> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Call call : evidence.calls()) {
            Sent sent = call.command() == null ? null : byId.get(call.command());
            if (sent != null && seen.add(sent.planned().id())) {
                inOrder(sent, newest, Problem.CALL_ORDER, "its first call", findings);
            }
        }
    }

    /** Adds a finding if something later of the same key and partition came before. */
    private static void inOrder(
            Sent sent, Map<String, Map<Integer, Long>> newest, Problem problem, String what, List<Finding> findings) {
        String key = sent.planned().key();
        if (key == null) {
            return;
        }
        Position position = sent.position();
        long before = newest.computeIfAbsent(key, k -> new HashMap<>())
                .merge(position.partition(), position.offset(), Math::max);
        if (before > position.offset()) {
            add(findings, problem, sent, what + " came after that of offset " + before);
        }
    }

    private static void totals(Evidence evidence, Allowance allowance, List<Finding> findings) {
        for (Call call : evidence.calls()) {
            if (call.status() == 429) {
                findings.add(new Finding(Problem.TOO_MANY, "command " + call.command(), ""));
            }
        }
        if (evidence.worstWindow() > allowance.callsPerWindow()) {
            findings.add(new Finding(
                    Problem.OVER_LIMIT,
                    "the worst window",
                    evidence.worstWindow() + " calls, limit " + allowance.callsPerWindow()));
        }
        if (evidence.tokenRequests() < 1 || evidence.tokenRequests() > allowance.tokenRequests()) {
            findings.add(new Finding(
                    Problem.TOKENS,
                    "the token endpoint",
                    evidence.tokenRequests() + " requests, allowed " + allowance.tokenRequests()));
        }
        evidence.badExits().forEach(what -> findings.add(new Finding(Problem.BAD_EXIT, what, "")));
    }

    private static void add(List<Finding> findings, Problem problem, Sent sent, String detail) {
        Planned planned = sent.planned();
        String subject =
                "%s (%s, key %s, record %s)".formatted(planned.id(), planned.kind(), planned.key(), sent.position());
        findings.add(new Finding(problem, subject, detail));
    }
}
