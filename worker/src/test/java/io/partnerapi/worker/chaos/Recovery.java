package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Ending;
import io.partnerapi.sandbox.evidence.Evidence;
import io.partnerapi.sandbox.evidence.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How long the partitions of killed workers stood still, seen from outside: pure. */
final class Recovery {
    private static final String KILLED = " killed";
    /** A partition belonged to the worker that ended its last command, unless that was long ago. */
    private static final long OWNED = Duration.ofSeconds(2).toNanos();

    private static final long OTHER_TROUBLE = Duration.ofSeconds(25).toNanos();

    private Recovery() {}

    /**
     * For each worker killed while neither broker nor partner was in trouble, and each partition it was working on: the
     * time until the next ending of a command of that partition, sorted.
     */
    static List<Duration> of(Evidence evidence) {
        List<Ending> endings = new ArrayList<>(evidence.endings());
        endings.sort((a, b) -> Long.compare(a.nanos(), b.nanos()));
        List<Duration> times = new ArrayList<>();
        for (Incident incident : evidence.incidents()) {
            if (incident.what().endsWith(KILLED) && quiet(incident, evidence.incidents())) {
                String victim = incident.what().substring(0, incident.what().length() - KILLED.length());
                times.addAll(after(incident, victim, endings));
            }
        }
        times.sort(null);
        return times;
    }

    private static List<Duration> after(Incident kill, String victim, List<Ending> endings) {
        Map<Integer, Ending> last = new HashMap<>();
        Map<Integer, Duration> waited = new HashMap<>();
        for (Ending ending : endings) {
            int partition = ending.source().partition();
            if (ending.nanos() <= kill.to()) {
                last.put(partition, ending);
                continue;
            }
            Ending before = last.get(partition);
            if (before != null
                    && Objects.equals(before.worker(), victim)
                    && kill.from() - before.nanos() < OWNED
                    && !Objects.equals(ending.worker(), victim)) {
                waited.putIfAbsent(partition, Duration.ofNanos(ending.nanos() - kill.to()));
            }
        }
        return List.copyOf(waited.values());
    }

    private static boolean quiet(Incident kill, List<Incident> incidents) {
        return incidents.stream()
                .filter(other -> other != kill && !other.what().endsWith(KILLED))
                .noneMatch(
                        other -> other.from() < kill.to() + OTHER_TROUBLE && other.to() > kill.from() - OTHER_TROUBLE);
    }
}
