package io.partnerapi.worker.budget;

import io.partnerapi.worker.turn.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Workers, their ledger and a partner in simulated time on one thread: the same seed gives the same run. All that decides
 * about permits is the real thing; the grid, Kafka, the wire and the partner are not.
 */
final class Simulation {
    final HandTime time = new HandTime();
    final BudgetSettings settings;
    final SplittableRandom random;
    final MemoryLedger ledger = new MemoryLedger(time);
    final SimulatedPartner partner;
    final SortedSet<Integer> priorities;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<Integer, List<Long>> waits = new TreeMap<>();
    private final Map<String, Long> callsByShare = new TreeMap<>();
    private final Map<String, Integer> openByShare = new TreeMap<>();
    private final List<SimulatedCommand> nobodys = new ArrayList<>();
    private long numbers;
    private long names;
    private long expired;
    private double slowest = 0.3;

    Simulation(BudgetSettings settings, long seed, int workers, Integer... priorities) {
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        this.partner = new SimulatedPartner(settings.calls(), settings.window().toNanos());
        this.priorities = new TreeSet<>(List.of(priorities));
        this.ledger.latency = () -> Duration.ofMillis(1 + random.nextInt(4));
        for (int i = 0; i < workers; i++) {
            join();
        }
    }

    SimulatedWorker join() {
        SimulatedWorker worker = new SimulatedWorker(this, "worker-" + names++);
        workers.add(worker);
        return worker;
    }

    List<SimulatedWorker> workers() {
        return List.copyOf(workers);
    }

    /** One worker dies; its commands go to the others. */
    void kill(SimulatedWorker worker) {
        workers.remove(worker);
        Collection<SimulatedCommand> left = worker.kill();
        left.forEach(this::give);
    }

    /** All die at once, and others start after a while. */
    void restart(Duration after) {
        int count = workers.size();
        workers.forEach(worker -> nobodys.addAll(worker.kill()));
        workers.clear();
        ledger.restart();
        time.after(after, () -> {
            for (int i = 0; i < count; i++) {
                join();
            }
            List<SimulatedCommand> left = List.copyOf(nobodys);
            nobodys.clear();
            left.forEach(this::give);
        });
    }

    void produce(int priority, String share, Duration patience) {
        long deadline = patience.isZero() ? Waiting.NO_DEADLINE : time.now() + patience.toNanos();
        openByShare.merge(share, 1, Integer::sum);
        give(new SimulatedCommand(numbers++, new Place(priority, share, 1), time.now(), deadline));
    }

    /** To any worker; it waits until there is one. */
    private void give(SimulatedCommand command) {
        if (workers.isEmpty()) {
            nobodys.add(command);
        } else {
            workers.get(random.nextInt(workers.size())).produce(command);
        }
    }

    /** Does it again and again, at random times that are so long apart in the mean. */
    void every(Duration mean, Duration until, Runnable what) {
        long next = (long) (-Math.log(1 - random.nextDouble()) * mean.toNanos());
        if (time.now() + next < until.toNanos()) {
            time.after(Duration.ofNanos(next), () -> {
                what.run();
                every(mean, until, what);
            });
        }
    }

    /** Commands of a share that wait. */
    int backlog(String share) {
        return openByShare.getOrDefault(share, 0);
    }

    int backlog() {
        return nobodys.size()
                + workers.stream().mapToInt(SimulatedWorker::waiting).sum();
    }

    /** From permit to write: mostly at once, now and then longer than a permit lives. */
    Duration hold() {
        return random.nextInt(200) == 0
                ? Duration.ofNanos(random.nextLong(settings.guard().toNanos()))
                : Duration.ofMillis(1 + random.nextInt(5));
    }

    /** One way: mostly some milliseconds, at most half the guard. */
    Duration travel() {
        long most = settings.guard().toNanos() / 2;
        return random.nextDouble() * 100 < slowest
                ? Duration.ofNanos(random.nextLong(most))
                : Duration.ofNanos(
                        Math.min(most, Duration.ofMillis(5 + random.nextInt(60)).toNanos()));
    }

    /** Percentage of ways that are as slow as may be. */
    void slowest(double percentage) {
        slowest = percentage;
    }

    void called(SimulatedCommand command) {
        waits.computeIfAbsent(command.place().priority(), p -> new ArrayList<>())
                .add(time.now() - command.producedAt());
        openByShare.merge(command.place().share(), -1, Integer::sum);
        callsByShare.merge(command.place().share(), 1L, Long::sum);
    }

    /** Forgets how long commands waited up to now. */
    void forgetWaits() {
        waits.clear();
    }

    void expired(SimulatedCommand command) {
        expired++;
    }

    long expired() {
        return expired;
    }

    /** From production to call, of a priority. */
    Duration waited(int priority, double percent) {
        List<Long> all =
                waits.getOrDefault(priority, List.of()).stream().sorted().toList();
        return all.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(all.get((int) Math.min(all.size() - 1, all.size() * percent / 100)));
    }

    /** Jain's index of the calls of those shares: 1 if all had as many. */
    double fairness(String prefix) {
        double[] calls = callsByShare.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
        double sum = Arrays.stream(calls).sum();
        double squares = Arrays.stream(calls).map(x -> x * x).sum();
        return sum * sum / (calls.length * squares);
    }

    /** Calls that arrived, as a part of what the limit allows in that time. */
    double utilisation(long arrivedBefore, Duration length) {
        double windows = (double) length.toNanos() / settings.window().toNanos();
        return (partner.arrived() - arrivedBefore) / (windows * settings.calls());
    }
}
