package io.partnerapi.sandbox.guarantee;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.evidence.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What workers do not know any more once the group's offsets are lost. They remember of each partition, as it was some seconds
 * before, up to where all had ended: of what lies behind it, also of what had ended earlier than something before it.
 *
 * @param losses each with the first offset of each partition, by its name, of which nothing is known
 */
record Forgotten(Map<Incident, Map<String, Long>> losses) {

    static Forgotten in(Evidence evidence) {
        Map<Incident, Map<String, Long>> losses = new HashMap<>();
        evidence.incidents().stream()
                .filter(Incident::losesOffsets)
                .forEach(loss -> losses.put(loss, firstUnknown(loss, evidence.endings())));
        return new Forgotten(losses);
    }

    /** How often it may have been forgotten that the command at this position had ended. */
    int times(Position position, List<Ending> endings) {
        return (int) losses.entrySet().stream()
                .filter(loss -> endings.stream()
                        .anyMatch(ending -> ending.nanos() <= loss.getKey().to()))
                .filter(loss -> position.offset() >= loss.getValue().getOrDefault(partition(position), Long.MAX_VALUE))
                .count();
    }

    private static Map<String, Long> firstUnknown(Incident loss, List<Ending> endings) {
        // An earlier loss may have let it end once more: what counts is when it had last ended before this one.
        Map<Position, Long> ended = new HashMap<>();
        endings.forEach(ending -> ended.putIfAbsent(ending.source(), Long.MAX_VALUE));
        endings.stream()
                .filter(ending -> ending.nanos() <= loss.from())
                .forEach(ending -> ended.merge(
                        ending.source(),
                        ending.nanos(),
                        (one, other) -> one == Long.MAX_VALUE ? other : Math.max(one, other)));
        Map<String, Long> first = new HashMap<>();
        ended.forEach((position, nanos) -> {
            if (loss.mayForget(nanos)) {
                first.merge(partition(position), position.offset(), Math::min);
            }
        });
        return first;
    }

    private static String partition(Position position) {
        return position.topic() + "-" + position.partition();
    }
}
