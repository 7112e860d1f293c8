package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** How long the partitions of killed workers stood still, seen from outside: pure. */
final class Recovery {
    private static final String KILLED = " killed";
    /** A partition belonged to the worker that ended its last command, unless that was long ago. */
    private static final long OWNED = Duration.ofSeconds(2).toNanos();
    /** What the victim committed just before its end is seen a little later. */
    private static final long ECHO = Duration.ofSeconds(1).toNanos();
    /** What happens so near prolongs the recovery, or is prolonged by it. */
    private static final long NEAR = Duration.ofSeconds(20).toNanos();

    private Recovery() {}

    /**
     * For each worker that died while nothing else was in trouble, and each partition it was working on: the time until
     * the next ending of a command of that partition, sorted. Which deaths count does not depend on how long they took.
     */
    static List<Duration> ofLonelyDeaths(Evidence evidence) {
        return of(evidence, incident -> true);
    }

    /** The same for each worker that died while neither brokers nor partner were in trouble, whatever died besides. */
    static List<Duration> ofDeaths(Evidence evidence) {
        return of(evidence, incident -> !incident.what().endsWith(KILLED));
    }

    private static List<Duration> of(Evidence evidence, Predicate<Incident> disturbs) {
        List<Ending> endings = new ArrayList<>(evidence.endings());
        endings.sort(Comparator.comparingLong(Ending::nanos));
        return evidence.incidents().stream()
                .filter(incident -> incident.what().endsWith(KILLED))
                .filter(kill -> evidence.incidents().stream()
                        .filter(other -> other != kill && disturbs.test(other))
                        .noneMatch(other -> other.from() < kill.to() + NEAR && other.to() > kill.from() - NEAR))
                .flatMap(kill -> after(kill, endings).stream())
                .sorted()
                .toList();
    }

    private static Collection<Duration> after(Incident kill, List<Ending> endings) {
        String victim = kill.what().substring(0, kill.what().length() - KILLED.length());
        Map<Integer, Ending> last = new HashMap<>();
        Map<Integer, Duration> waited = new HashMap<>();
        for (Ending ending : endings) {
            int partition = ending.source().partition();
            Ending before = last.get(partition);
            if (ending.nanos() <= kill.to()) {
                last.put(partition, ending);
            } else if (before != null
                    && Objects.equals(before.worker(), victim)
                    && kill.from() - before.nanos() < OWNED
                    && !(Objects.equals(ending.worker(), victim) && ending.nanos() < kill.to() + ECHO)) {
                waited.putIfAbsent(partition, Duration.ofNanos(ending.nanos() - kill.to()));
            }
        }
        return waited.values();
    }
}
