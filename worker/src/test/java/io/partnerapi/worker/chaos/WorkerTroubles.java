package io.partnerapi.worker.chaos;

import static io.partnerapi.worker.chaos.Troubles.NOTHING;

import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.worker.chaos.Fleet.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What can happen to workers; being asked to end is no incident, since it must cost nothing. */
final class WorkerTroubles {
    /** A worker may take 30 s to end; on a busy machine the process a little more. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
    /** A worker that starts while the brokers are away waits for them. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);

    /** Brokers give members that were killed up when their session is over. */
    private static final Duration GROUP_EMPTY_WITHIN = Duration.ofSeconds(60);

    /** A transaction without load is open for a millisecond or two. */
    private static final int TRIES = 2_000;

    private static final int[] SIZES = {1, 5, 2, 3};

    private final Fleet fleet;
    private final Coordinators coordinators;
    private final Notes notes;
    private final AtomicBoolean rolling = new AtomicBoolean();
    private final AtomicInteger scaled = new AtomicInteger();

    WorkerTroubles(Fleet fleet, Coordinators coordinators, Notes notes) {
        this.fleet = fleet;
        this.coordinators = coordinators;
        this.notes = notes;
    }

    /** Begins a step; what is answered mends it. */
    Runnable begin(Step step) {
        return switch (step.kind()) {
            case WORKER_KILLED -> kill(step);
            case WORKER_PAUSED, WORKER_FROZEN -> freeze(step);
            case WORKER_FROZEN_IN_TRANSACTION -> freezeInTransaction(step);
            case WORKER_STOPPED -> stop(step);
            case WORKERS_ROLLED -> roll(step);
            case SCALED -> scale(step);
            case OFFSETS_DELETED -> forgetOffsets(step);
            default -> throw new IllegalArgumentException(step.kind() + " is not the workers'");
        };
    }

    /** Asks every worker that runs to end. */
    void stopAll() {
        fleet.places().stream().filter(Place::isAlive).forEach(this::stop);
    }

    private Runnable kill(Step step) {
        Optional<Place> claimed = fleet.claimRunning(step.choice());
        claimed.ifPresent(place -> {
            notes.done(step);
            kill(place);
        });
        return claimed.map(place -> restart(place, step)).orElse(NOTHING);
    }

    private Runnable freeze(Step step) {
        return fleet.claimRunning(step.choice())
                .map(place -> {
                    long from = notes.now();
                    place.worker().suspend();
                    return frozen(step, place, from);
                })
                .orElse(NOTHING);
    }

    /** Whether its transaction is open is seen only once it is frozen, so it is tried until it is. */
    private Runnable freezeInTransaction(Step step) {
        Optional<Place> claimed = fleet.claimRunning(step.choice());
        if (claimed.isEmpty()) {
            return NOTHING;
        }
        Place place = claimed.get();
        for (int i = 0; i < TRIES; i++) {
            long from = notes.now();
            if (frozenInTransaction(place.worker())) {
                return frozen(step, place, from);
            }
        }
        fleet.release(place);
        return NOTHING;
    }

    private boolean frozenInTransaction(WorkerProcess worker) {
        worker.suspend();
        boolean open = false;
        try {
            open = coordinators.haveOpenTransactionOf(worker.toString());
        } finally {
            if (!open) {
                worker.resume();
            }
        }
        return open;
    }

    private Runnable frozen(Step step, Place place, long from) {
        notes.done(step);
        return () -> {
            place.worker().resume();
            notes.incident(place.worker() + " frozen", from);
            fleet.release(place);
        };
    }

    private Runnable stop(Step step) {
        Optional<Place> claimed = fleet.claimRunning(step.choice());
        claimed.ifPresent(place -> {
            notes.done(step);
            stop(place);
        });
        return claimed.map(place -> restart(place, step)).orElse(NOTHING);
    }

    private Runnable restart(Place place, Step step) {
        return () -> {
            place.start(step.oneOf(2) == 0);
            fleet.release(place);
        };
    }

    private Runnable roll(Step step) {
        if (rolling.compareAndSet(false, true)) {
            notes.done(step);
            try {
                fleet.places().stream().filter(Place::isAlive).forEach(this::replace);
            } finally {
                rolling.set(false);
            }
        }
        return NOTHING;
    }

    private void replace(Place place) {
        if (fleet.claim(place).isPresent()) {
            try {
                stop(place);
                place.start(true);
                place.worker().awaitReady(READY_LIMIT);
            } finally {
                fleet.release(place);
            }
        }
    }

    private Runnable scale(Step step) {
        notes.done(step);
        int size = SIZES[scaled.getAndIncrement() % SIZES.length];
        for (int i = 0; i < fleet.places().size(); i++) {
            Place place = fleet.places().get(i);
            boolean wanted = i < size;
            if (place.isAlive() != wanted && fleet.claim(place).isPresent()) {
                if (wanted) {
                    place.start(false);
                } else {
                    stop(place);
                }
                fleet.release(place);
            }
        }
        return NOTHING;
    }

    private Runnable forgetOffsets(Step step) {
        List<Place> running = fleet.places().stream()
                .filter(Place::isAlive)
                .flatMap(place -> fleet.claim(place).stream())
                .toList();
        long from = notes.now();
        for (int i = 0; i < running.size(); i++) {
            if ((step.oneOf(2) + i) % 2 == 0) {
                kill(running.get(i));
            } else {
                stop(running.get(i));
            }
        }
        if (coordinators.forgetGroup(GROUP_EMPTY_WITHIN)) {
            notes.done(step);
        }
        running.forEach(place -> place.start(step.oneOf(2) == 0));
        running.forEach(place -> {
            place.worker().awaitReady(READY_LIMIT);
            fleet.release(place);
        });
        notes.incident(Incident.OFFSETS_LOST, from);
        return NOTHING;
    }

    private void kill(Place place) {
        long from = notes.now();
        String victim = place.worker().toString();
        place.kill();
        notes.incident(victim + " killed", from);
    }

    private void stop(Place place) {
        long from = notes.now();
        String name = place.toString();
        notes.exit(name, place.stop(STOP_LIMIT), from);
    }
}
