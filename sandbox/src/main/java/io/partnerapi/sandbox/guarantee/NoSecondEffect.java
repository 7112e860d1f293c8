package io.partnerapi.sandbox.guarantee;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A command that is not safe to repeat is put on the wire at most once, except after an answer that proves that the
 * partner did not process it. What is at fault is never called, and nothing is called that was not commanded.
 */
public final class NoSecondEffect implements Guarantee {
    @Override
    public List<Finding> breaches(Evidence evidence) {
        Map<String, List<Call>> byCommand = new HashMap<>();
        for (Call call : evidence.calls()) {
            byCommand
                    .computeIfAbsent(String.valueOf(call.command()), id -> new ArrayList<>())
                    .add(call);
        }
        List<Finding> findings = new ArrayList<>();
        for (Sent sent : evidence.sent()) {
            List<Call> calls =
                    Objects.requireNonNullElse(byCommand.remove(sent.planned().id()), List.of());
            calls(sent, calls, findings);
        }
        byCommand.forEach((command, calls) ->
                findings.add(new Finding(Problem.UNKNOWN_CALL, "command " + command, calls.size() + " calls")));
        return findings;
    }

    private static void calls(Sent sent, List<Call> calls, List<Finding> findings) {
        long effects = calls.stream().filter(Call::effect).count();
        long processed = calls.stream().filter(call -> !call.unprocessed()).count();
        if (effects > 1) {
            findings.add(Finding.of(Problem.DOUBLE_EFFECT, sent, effects + " effects in " + calls.size() + " calls"));
        } else if (processed > 1 && !sent.planned().repeatable()) {
            findings.add(Finding.of(
                    Problem.SECOND_CALL, sent, processed + " calls that may have been processed, " + effects + " was"));
        }
        if (!calls.isEmpty() && sent.planned().expected() != How.ANSWERED) {
            findings.add(Finding.of(Problem.CALLED, sent, calls.size() + " calls"));
        }
    }
}
