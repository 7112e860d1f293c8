package io.partnerapi.sandbox.guarantee;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Commands wait until the trouble has passed and end as they must: none fails for it. {@code UNKNOWN} is only for a call
 * that must not be repeated and was on the wire, or about to be, when something happened that can cost its answer (what is
 * at fault was never called, but where offsets were lost nobody knows what an earlier worker made of it);
 * what happens after the result excuses nothing.
 */
public final class NothingLostWhileWaiting implements Guarantee {
    @Override
    public List<Finding> breaches(Evidence evidence) {
        Map<Position, Sent> bySource =
                evidence.sent().stream().collect(Collectors.toMap(Sent::position, Function.identity(), (a, b) -> a));
        Map<String, Long> lastCall = new HashMap<>();
        evidence.calls().stream()
                .filter(call -> !call.unprocessed())
                .forEach(call -> lastCall.put(String.valueOf(call.command()), call.nanos()));
        List<Finding> findings = new ArrayList<>();
        for (Ending ending : evidence.endings()) {
            Sent sent = bySource.get(ending.source());
            if (sent != null && !right(sent, ending, lastCall, evidence)) {
                findings.add(Finding.of(
                        Problem.WRONG_ENDING,
                        sent,
                        ending.how() + " instead of " + sent.planned().expected()));
            }
        }
        return findings;
    }

    private static boolean right(Sent sent, Ending ending, Map<String, Long> lastCall, Evidence evidence) {
        if (ending.how() == sent.planned().expected()) {
            return true;
        }
        if (ending.how() != How.UNKNOWN || sent.planned().repeatable()) {
            return false;
        }
        boolean atFault = sent.planned().expected() != How.ANSWERED;
        Long called = lastCall.get(sent.planned().id());
        long from = called == null ? sent.nanos() : called;
        long to = called == null ? ending.nanos() : called;
        return evidence.incidents().stream()
                .filter(incident -> !atFault || incident.losesOffsets())
                .anyMatch(incident -> incident.from() <= ending.nanos() && incident.reaches(from, to));
    }
}
