package io.partnerapi.worker.chaos;

import io.partnerapi.sandbox.process.BrokerCluster;
import io.partnerapi.sandbox.process.BrokerProcess;
import java.time.Duration;

/** What can happen to the brokers. */
final class BrokerTroubles {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final BrokerCluster brokers;
    private final Coordinators coordinators;
    private final Fleet fleet;
    private final Notes notes;

    BrokerTroubles(BrokerCluster brokers, Coordinators coordinators, Fleet fleet, Notes notes) {
        this.brokers = brokers;
        this.coordinators = coordinators;
        this.fleet = fleet;
        this.notes = notes;
    }

    /** Begins a step; what is answered mends it. */
    Runnable begin(Step step) {
        Runnable mend = harm(step);
        notes.done(step);
        return mend;
    }

    private Runnable harm(Step step) {
        int one = 1 + step.oneOf(brokers.brokers().size());
        return switch (step.kind()) {
            case BROKER_KILLED -> kill(step, one);
            case BROKER_RESTARTED -> restart(step, brokers.broker(one));
            case BROKER_FROZEN -> {
                BrokerProcess broker = brokers.broker(one);
                yield harm(step.kind() + " " + one, broker::suspend, broker::resume);
            }
            case BROKERS_UNREACHABLE ->
                harm(
                        step.kind().toString(),
                        () -> brokers.brokers().forEach(BrokerProcess::suspend),
                        () -> brokers.brokers().forEach(BrokerProcess::resume));
            case GROUP_COORDINATOR_KILLED -> kill(step, coordinators.ofGroup());
            case TRANSACTION_COORDINATOR_KILLED -> kill(step, transactionCoordinator(step));
            case COORDINATORS_MOVED -> {
                coordinators.move();
                yield Troubles.NOTHING;
            }
            default -> throw new IllegalArgumentException(step.kind() + " is not the brokers'");
        };
    }

    private int transactionCoordinator(Step step) {
        return fleet.claimRunning(step.choice())
                .map(place -> {
                    fleet.release(place);
                    return coordinators.ofTransactionsOf(place.worker().toString());
                })
                .orElseGet(coordinators::ofGroup);
    }

    private Runnable kill(Step step, int node) {
        BrokerProcess broker = brokers.broker(node);
        return harm(step.kind() + " " + node, broker::kill, () -> broker.start(START_LIMIT));
    }

    private Runnable restart(Step step, BrokerProcess broker) {
        return harm(step.kind().toString(), () -> broker.stop(STOP_LIMIT), () -> broker.start(START_LIMIT));
    }

    private Runnable harm(String what, Runnable harm, Runnable mend) {
        long from = notes.now();
        harm.run();
        return () -> {
            mend.run();
            notes.incident(what, from);
        };
    }
}
