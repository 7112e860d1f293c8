package io.partnerapi.sandbox.guarantee;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The commands of a key are first called, and answered, in the order of their offsets. */
public final class OrderWithinKey implements Guarantee {
    @Override
    public List<Finding> breaches(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        results(evidence, findings);
        calls(evidence, findings);
        return findings;
    }

    private static void results(Evidence evidence, List<Finding> findings) {
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
            findings.add(Finding.of(problem, sent, what + " came after that of offset " + before));
        }
    }
}
