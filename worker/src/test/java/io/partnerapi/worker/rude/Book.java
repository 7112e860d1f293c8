package io.partnerapi.worker.rude;

import io.partnerapi.worker.rude.Arrival.Fate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the partner saw of each command, which is compared with the command's result. Thread-safe. */
public final class Book {
    private final Map<String, Queue<Arrival>> arrivals = new ConcurrentHashMap<>();
    private final AtomicInteger leftInSilence = new AtomicInteger();

    Book() {}

    Arrival arrived(String id, Conduct conduct) {
        Arrival arrival = new Arrival(id, conduct);
        arrivals.computeIfAbsent(id, first -> new ConcurrentLinkedQueue<>()).add(arrival);
        return arrival;
    }

    /** A connection was ended on which a request may have been on its way. */
    void leftInSilence() {
        leftInSilence.incrementAndGet();
    }

    /** How often a connection was ended on which a request may have been on its way. */
    public int timesLeftInSilence() {
        return leftInSilence.get();
    }

    /** How often each conduct was met, and what became of it. */
    public Map<String, Integer> conducts() {
        Map<String, Integer> counts = new TreeMap<>();
        arrivals.values()
                .forEach(all ->
                        all.forEach(arrival -> counts.merge(arrival.conduct + " " + arrival.fate(), 1, Integer::sum)));
        return counts;
    }

    /** Whether a command that may have one effect only had two. */
    public boolean hadTwoEffects(String id) {
        return of(id).stream().filter(Arrival::mayHaveHadAnEffect).count() > 1;
    }

    public boolean neverArrived(String id) {
        return of(id).isEmpty();
    }

    /** Whether one of the answers to this command was lost by the partner itself. */
    public boolean lost(String id) {
        return of(id).stream().anyMatch(arrival -> arrival.fate() == Fate.LOST);
    }

    /** Whether this command got an answer with this status. */
    public boolean answered(String id, int status) {
        return of(id).stream().anyMatch(arrival -> arrival.status() == status);
    }

    /** All that came in for a command, to be read by a person. */
    public String story(String id) {
        return of(id).toString();
    }

    private List<Arrival> of(String id) {
        return List.copyOf(arrivals.getOrDefault(id, new ConcurrentLinkedQueue<>()));
    }
}
