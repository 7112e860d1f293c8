package io.partnerapi.sandbox.guarantee;

import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.How;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every record of a command topic ends in exactly one result that a {@code read_committed} consumer sees, with its id
 * and key; a record in which no command can be read ends in exactly one dead letter. Nothing else is published, and
 * nothing is answered that was not called. Where the group's offsets were lost, what workers did not know to have ended
 * may end once more.
 */
public final class OneResultPerCommand implements Guarantee {
    @Override
    public List<Finding> breaches(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Set<String> called = evidence.calls().stream()
                .map(Call::command)
                .map(String::valueOf)
                .collect(Collectors.toSet());
        Map<Position, List<Ending>> bySource = evidence.endings().stream()
                .collect(Collectors.groupingBy(Ending::source, LinkedHashMap::new, Collectors.toList()));
        Forgotten forgotten = Forgotten.in(evidence);
        for (Sent sent : evidence.sent()) {
            List<Ending> endings = Objects.requireNonNullElse(bySource.remove(sent.position()), List.of());
            if (endings.isEmpty()) {
                findings.add(Finding.of(
                        Problem.MISSING, sent, "expected " + sent.planned().expected()));
            }
            if (endings.size() > 1 + forgotten.times(sent.position(), endings)) {
                findings.add(Finding.of(Problem.DUPLICATE, sent, "ended as " + describe(endings)));
            }
            endings.forEach(ending -> identity(sent, ending, findings));
            if (endings.stream().anyMatch(ending -> ending.how() == How.ANSWERED)
                    && !called.contains(sent.planned().id())) {
                findings.add(Finding.of(Problem.NOT_CALLED, sent, ""));
            }
        }
        bySource.forEach((source, endings) ->
                findings.add(new Finding(Problem.STRAY, "command record " + source, "ended as " + describe(endings))));
        evidence.unreadable().forEach(what -> findings.add(new Finding(Problem.UNREADABLE, what, "")));
        return findings;
    }

    private static void identity(Sent sent, Ending ending, List<Finding> findings) {
        if (ending.id() != null && !ending.id().equals(sent.planned().id())) {
            findings.add(Finding.of(Problem.WRONG_IDENTITY, sent, "its result has id " + ending.id()));
        }
        if (!Objects.equals(ending.key(), sent.planned().key()) && !isStub(ending)) {
            findings.add(Finding.of(
                    Problem.WRONG_IDENTITY, sent, "key " + sent.planned().key() + " became " + ending.key()));
        }
    }

    /** A dead letter of which nothing could be copied has its source for a key. */
    private static boolean isStub(Ending ending) {
        Position source = ending.source();
        return ending.how() == How.DEAD_LETTER
                && (source.topic() + "/" + source.partition() + "/" + source.offset()).equals(ending.key());
    }

    private static String describe(List<Ending> endings) {
        return endings.stream().map(e -> e.how() + " at " + e.at()).collect(Collectors.joining(", "));
    }
}
