package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.Position;
import io.partnerapi.sandbox.evidence.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands that waited longer than they may although nothing was wrong with their own partition, nor with all: pure. */
final class UndueWaits {
    /** A partition that a sender held back. */
    record HeldBack(int partition, long from, long to) {
        /** What was held back is read when this is over, and takes its time like any other. */
        private boolean concerns(Sent sent, Ending ending, Duration allowed) {
            return sent.position().partition() == partition
                    && sent.nanos() <= to
                    && ending.nanos() >= from
                    && ending.nanos() - to <= allowed.toNanos();
        }
    }

    private UndueWaits() {}

    /** One line for each that waited longer than allowed. */
    static List<String> of(Evidence evidence, List<HeldBack> heldBack, Duration allowed) {
        Map<Position, Ending> firstEnding = evidence.endings().stream()
                .collect(Collectors.toMap(Ending::source, Function.identity(), (first, second) -> first));
        return evidence.sent().stream()
                .flatMap(sent -> Stream.ofNullable(firstEnding.get(sent.position()))
                        .filter(ending -> isUndue(sent, ending, evidence, heldBack, allowed))
                        .map(ending -> describe(sent, ending)))
                .toList();
    }

    private static boolean isUndue(
            Sent sent, Ending ending, Evidence evidence, List<HeldBack> heldBack, Duration allowed) {
        return ending.nanos() - sent.nanos() > allowed.toNanos()
                && heldBack.stream().noneMatch(held -> held.concerns(sent, ending, allowed))
                && evidence.incidents().stream().noneMatch(incident -> incident.reaches(sent.nanos(), ending.nanos()));
    }

    private static String describe(Sent sent, Ending ending) {
        return "%s (record %s) waited %.1f s for nothing"
                .formatted(
                        sent.planned().id(),
                        sent.position(),
                        Duration.ofNanos(ending.nanos() - sent.nanos()).toMillis() / 1000.0);
    }
}
