package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Latency;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.process.BrokerProcess;
import io.partnerapi.worker.chaos.Fleet.Place;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/** Does the steps of a schedule, and notes what can have cost an answer. Safe from any thread. */
final class Troubles {
    /** A worker may take 30 s to end; on a busy machine the process a little more. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    private static final Duration BROKER_START = Duration.ofSeconds(60);
    private static final Runnable NOTHING = () -> {};
    private static final int[] SIZES = {1, 5, 2, 3};

    private final Fleet fleet;
    private final BrokerProcess broker;
    private final PartnerApi partner;
    private final LongSupplier nanoTime;
    private final ConcurrentLinkedQueue<Incident> incidents = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Exit> exits = new ConcurrentLinkedQueue<>();
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);

    /** How a worker that was asked to end did so. */
    record Exit(String worker, int code, long from, long to) {}

    Troubles(Fleet fleet, BrokerProcess broker, PartnerApi partner, LongSupplier nanoTime) {
        this.fleet = fleet;
        this.broker = broker;
        this.partner = partner;
        this.nanoTime = nanoTime;
    }

    /** Begins a step; what is answered mends it. */
    Runnable begin(Step step) {
        return switch (step.kind()) {
            case WORKER_KILLED -> kill(step);
            case WORKER_FROZEN -> freeze(step);
            case WORKER_STOPPED -> stop(step);
            case SCALED -> scale(step);
            case BROKER_KILLED -> broker(step, broker::kill, () -> broker.start(BROKER_START));
            case BROKER_FROZEN -> broker(step, broker::suspend, broker::resume);
            case PARTNER_DOWN -> fault(step, new FaultAction.Answer(503, Map.of("Server", "awselb/2.0"), "<html/>"));
            case PARTNER_HANGS -> fault(step, new FaultAction.Hang());
            case PARTNER_RESETS -> fault(step, new FaultAction.Reset());
            case PARTNER_REFUSES_STREAMS -> fault(step, new FaultAction.RefuseStream());
            case PARTNER_LIMITS ->
                fault(
                        step,
                        new FaultAction.Answer(
                                429, Map.of("Server", "awselb/2.0", "Content-Type", "application/json"), "{}"));
            case PARTNER_SLOW -> slow(step);
        };
    }

    List<Incident> incidents() {
        return List.copyOf(incidents);
    }

    /** How workers that were asked to end did so. */
    List<Exit> exits() {
        return List.copyOf(exits);
    }

    /** How often each kind was really done: a step finds nothing to do if no worker is free. */
    synchronized Map<Kind, Integer> done() {
        return new EnumMap<>(done);
    }

    /** Asks every worker that runs to end. */
    void stopAll() {
        fleet.places().stream().filter(Place::isAlive).forEach(this::stop);
    }

    private Runnable kill(Step step) {
        Optional<Place> claimed = fleet.claimRunning(step.choice());
        claimed.ifPresent(place -> {
            count(step);
            long from = nanoTime.getAsLong();
            String victim = place.worker().toString();
            place.kill();
            incidents.add(new Incident(victim + " killed", from, nanoTime.getAsLong()));
        });
        return claimed.map(place -> restart(place, step)).orElse(NOTHING);
    }

    private Runnable freeze(Step step) {
        Optional<Place> claimed = fleet.claimRunning(step.choice());
        return claimed.map(place -> {
                    count(step);
                    long from = nanoTime.getAsLong();
                    place.worker().suspend();
                    return (Runnable) () -> {
                        place.worker().resume();
                        incidents.add(new Incident(place.worker() + " frozen", from, nanoTime.getAsLong()));
                        fleet.release(place);
                    };
                })
                .orElse(NOTHING);
    }

    private Runnable stop(Step step) {
        Optional<Place> claimed = fleet.claimRunning(step.choice());
        claimed.ifPresent(place -> {
            count(step);
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

    private Runnable scale(Step step) {
        count(step);
        int size = SIZES[step.oneOf(SIZES.length)];
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

    private void stop(Place place) {
        long from = nanoTime.getAsLong();
        String name = place.toString();
        exits.add(new Exit(name, place.stop(STOP_LIMIT), from, nanoTime.getAsLong()));
    }

    private Runnable broker(Step step, Runnable harm, Runnable mend) {
        count(step);
        long from = nanoTime.getAsLong();
        harm.run();
        return () -> {
            mend.run();
            incidents.add(new Incident(step.kind().toString(), from, nanoTime.getAsLong()));
        };
    }

    private Runnable fault(Step step, FaultAction action) {
        Fault fault = Fault.always(Endpoint.API, action);
        boolean processed =
                step.oneOf(2) == 0 && (action instanceof FaultAction.Hang || action instanceof FaultAction.Reset);
        return partner(
                step,
                () -> partner.controls().inject(processed ? fault.afterProcessing() : fault),
                () -> partner.controls().clearFaults());
    }

    private Runnable slow(Step step) {
        Latency before = partner.controls().rules().latency();
        Latency slow = Latency.between(Duration.ofMillis(500), Duration.ofSeconds(4));
        return partner(step, () -> partner.controls().rules(rules -> rules.withLatency(slow)), () -> partner.controls()
                .rules(rules -> rules.withLatency(before)));
    }

    private Runnable partner(Step step, Runnable harm, Runnable mend) {
        count(step);
        long from = nanoTime.getAsLong();
        harm.run();
        return () -> {
            mend.run();
            incidents.add(new Incident(step.kind().toString(), from, nanoTime.getAsLong()));
        };
    }

    private synchronized void count(Step step) {
        done.merge(step.kind(), 1, Integer::sum);
    }
}
