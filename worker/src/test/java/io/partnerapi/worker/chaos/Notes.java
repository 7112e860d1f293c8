package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.worker.chaos.UndueWaits.HeldBack;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/** What was done, when, and what came of it. Safe from any thread. */
final class Notes {
    private final LongSupplier nanoTime;
    private final ConcurrentLinkedQueue<Incident> incidents = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Incident> cuts = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<HeldBack> heldBack = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Exit> exits = new ConcurrentLinkedQueue<>();
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);

    /** How a worker that was asked to end did so. */
    record Exit(String worker, int code, long from, long to) {}

    Notes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    synchronized void done(Step step) {
        done.merge(step.kind(), 1, Integer::sum);
    }

    /** Something that can have cost an answer is over now. */
    void incident(String what, long from) {
        incidents.add(new Incident(what, from, now()));
    }

    /** The grid is whole again for this place; that it was not costs no answer. */
    void cutOff(String place, long from) {
        cuts.add(new Incident(place, from, now()));
    }

    /** A sender has held this partition back until now. */
    void heldBack(int partition, long from) {
        heldBack.add(new HeldBack(partition, from, now()));
    }

    void exit(String worker, int code, long from) {
        exits.add(new Exit(worker, code, from, now()));
    }

    List<Incident> incidents() {
        return List.copyOf(incidents);
    }

    List<Incident> cuts() {
        return List.copyOf(cuts);
    }

    List<HeldBack> heldBack() {
        return List.copyOf(heldBack);
    }

    List<Exit> exits() {
        return List.copyOf(exits);
    }

    /** How often each kind was really done: a step finds nothing to do if no worker is free. */
    synchronized Map<Kind, Integer> done() {
        return new EnumMap<>(done);
    }
}
