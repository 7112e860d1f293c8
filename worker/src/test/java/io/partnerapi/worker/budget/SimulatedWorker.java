package io.partnerapi.worker.budget;

import io.partnerapi.worker.ops.Condition;
import io.partnerapi.worker.turn.Slots;
import io.partnerapi.worker.turn.Turns;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One worker of a {@link Simulation}: the real scheduler and budget, between a backlog and a partner of the simulation. */
final class SimulatedWorker {
    private static final int SLOTS = 256;
    /** Commands of a priority taken from its topic at once. */
    private static final int TAKEN = 1_024;

    private final Simulation simulation;
    private final PermitDispenser dispenser;
    private final Slots slots;
    private final Turns<SimulatedCommand> turns;
    private final Map<Integer, Deque<SimulatedCommand>> topics = new TreeMap<>();
    private final Map<Integer, Integer> taken = new TreeMap<>();
    private final Set<SimulatedCommand> open = new LinkedHashSet<>();
    private boolean alive = true;
    private boolean filling;
    private boolean cutOff;

    SimulatedWorker(Simulation simulation, String name) {
        this.simulation = simulation;
        this.dispenser = new PermitDispenser(
                BudgetLimit.of(simulation.settings, 0),
                simulation.ledger.grid(
                        BudgetLimit.of(simulation.settings, 0), name, simulation.time, () -> cutOff || !alive),
                this::waiting,
                simulation.time.loop(() -> alive),
                simulation.random.split(),
                new Condition("budget", simulation.time),
                new BudgetReport(simulation.settings, simulation.time, record -> {}));
        this.slots = new Slots(SLOTS, Long.MAX_VALUE, simulation.priorities);
        this.turns = new Turns<>(simulation.settings.lowestShare());
        simulation.time.after(Duration.ZERO, dispenser::turn);
    }

    /** A command comes on a topic. */
    void produce(SimulatedCommand command) {
        topics.computeIfAbsent(command.place().priority(), p -> new ArrayDeque<>())
                .add(command);
        take();
    }

    /** Sees too few others to decide with them, or sees them again. */
    void cutOff(boolean from) {
        cutOff = from;
    }

    /** Dies as it stands; answers the commands that had no end, for others. */
    Collection<SimulatedCommand> kill() {
        alive = false;
        List<SimulatedCommand> left = new ArrayList<>(open);
        topics.values().forEach(left::addAll);
        return left;
    }

    int waiting() {
        return open.size() + topics.values().stream().mapToInt(Deque::size).sum();
    }

    private void take() {
        topics.forEach((priority, topic) -> {
            while (!topic.isEmpty() && taken.getOrDefault(priority, 0) < TAKEN) {
                SimulatedCommand command = topic.remove();
                taken.merge(priority, 1, Integer::sum);
                open.add(command);
                turns.add(command, command.place());
            }
        });
        fill();
    }

    private void fill() {
        if (filling || !alive) {
            return;
        }
        filling = true;
        for (Optional<SimulatedCommand> next = next(); next.isPresent(); next = next()) {
            pass(next.get());
        }
        filling = false;
    }

    private Optional<SimulatedCommand> next() {
        return turns.next(slots::isFree);
    }

    private void pass(SimulatedCommand command) {
        slots.take(command.place().priority(), 1);
        Promise<PermitAnswer> promise = Promise.promise();
        dispenser.request(new PermitRequest(command.place(), null), command.deadline(), promise);
        promise.future()
                .onSuccess(answer -> answer.<Boolean>fold(
                        permit -> {
                            simulation.time.after(simulation.hold(), () -> call(command, permit));
                            return true;
                        },
                        passed -> {
                            simulation.expired(command);
                            done(command);
                            return false;
                        }));
    }

    private void call(SimulatedCommand command, Permit permit) {
        if (!alive) {
            return;
        }
        if (!permit.spend()) {
            permit.close();
            again(command);
            return;
        }
        simulation.called(command);
        simulation.time.after(simulation.travel(), () -> {
            boolean refused = simulation.partner.refuses(simulation.time.now());
            simulation.time.after(simulation.travel(), () -> answered(command, permit, refused));
        });
    }

    private void answered(SimulatedCommand command, Permit permit, boolean refused) {
        if (!alive) {
            return;
        }
        permit.arrived();
        permit.close();
        if (refused) {
            dispenser.refused();
            again(command);
        } else {
            done(command);
        }
    }

    private void again(SimulatedCommand command) {
        slots.free(command.place().priority(), 1);
        turns.add(command, command.place());
        fill();
    }

    private void done(SimulatedCommand command) {
        slots.free(command.place().priority(), 1);
        taken.merge(command.place().priority(), -1, Integer::sum);
        open.remove(command);
        simulation.time.after(Duration.ZERO, this::take);
    }
}
