package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Incident;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which workers saw too few others to decide with them, by what was done to those others: pure.
 *
 * @param workers how many there are, and are expected
 * @param incidents what was done to workers, each beginning with the worker's name
 * @param cuts when places were cut off from the others, each named by its address
 */
record Absences(int workers, List<Incident> incidents, List<Incident> cuts) {
    /** Cut, frozen, and the end of it: until all know. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(20);
    /** From a death until another worker has started in the place and is known to all. */
    private static final Duration REPLACED_WITHIN = Duration.ofSeconds(30);

    /** The time in which too few others were there. */
    record Alone(long from, long to) {}

    /** Since and until when the worker of a place is alone, if it is so at that time or may still be. */
    Optional<Alone> alone(int place, long at) {
        int needed = workers - (workers / 2 + 1) + 1;
        List<Incident> away = IntStream.rangeClosed(1, workers)
                .filter(other -> other != place)
                .mapToObj(other -> away(place, other, at))
                .flatMap(Optional::stream)
                .toList();
        return away.size() < needed
                ? Optional.empty()
                : Optional.of(new Alone(
                        away.stream().map(Incident::from).sorted().toList().get(needed - 1),
                        away.stream()
                                .map(Incident::to)
                                .sorted(Comparator.reverseOrder())
                                .toList()
                                .get(needed - 1)));
    }

    /** The place of a worker: {@code worker-2-7} runs at the second. */
    static int place(String worker) {
        return Integer.parseInt(worker.split("-")[1]);
    }

    private Optional<Incident> away(int place, int other, long at) {
        Optional<Incident> own = cut(place, at);
        Optional<Incident> others = cut(other, at);
        boolean together = own.isPresent()
                && others.isPresent()
                && own.get().from() == others.get().from();
        return (together ? Optional.<Incident>empty() : own.or(() -> others)).or(() -> gone(other, at));
    }

    private Optional<Incident> cut(int place, long at) {
        return cuts.stream()
                .filter(cut -> cut.what().equals(Fleet.host(place)))
                .filter(cut -> isFelt(cut, at))
                .findFirst();
    }

    private Optional<Incident> gone(int place, long at) {
        return incidents.stream()
                .filter(incident -> incident.what().startsWith("worker-" + place + "-"))
                .filter(incident -> isFelt(incident, at))
                .findFirst();
    }

    private static boolean isFelt(Incident incident, long at) {
        Duration after = incident.what().endsWith("killed") ? REPLACED_WITHIN : NOTICED_WITHIN;
        return incident.from() <= at && at <= incident.to() + after.toNanos();
    }
}
