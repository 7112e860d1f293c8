package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.evidence.Incident;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The worker processes of a demo: started together, disturbed in the middle, stopped together. */
final class Workers implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(40);

    private final List<WorkerProcess> processes;
    private final Consumer<String> say;
    private final LongSupplier nanoTime;
    private final Set<WorkerProcess> endedByUs = new HashSet<>();
    private final List<String> badExits = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();

    /** Workers not started yet; {@code say} is told what happens to them. */
    Workers(List<WorkerProcess> processes, Consumer<String> say, LongSupplier nanoTime) {
        this.processes = List.copyOf(processes);
        this.say = say;
        this.nanoTime = nanoTime;
    }

    /**
     * Starts all and waits until all are ready.
     *
     * @throws IllegalStateException if one is not, with its last output
     */
    void start() {
        processes.forEach(WorkerProcess::start);
        processes.forEach(worker -> worker.awaitReady(READY_WITHIN));
    }

    /** Whether any worker runs. */
    boolean anyAlive() {
        return processes.stream().anyMatch(WorkerProcess::isAlive);
    }

    /** Each worker's page for people. */
    List<URI> pages() {
        return processes.stream().map(WorkerProcess::http).toList();
    }

    /** Does to them what was asked for; returns when it is done. */
    void disturb(Disturbance disturbance) {
        WorkerProcess last = processes.get(processes.size() - 1);
        switch (disturbance) {
            case NONE -> {}
            case TERM -> stop(last);
            case KILL -> {
                endedByUs.add(last);
                long at = nanoTime.getAsLong();
                last.kill();
                incidents.add(new Incident(last + " killed", at, nanoTime.getAsLong()));
                say.accept(last + " got SIGKILL: exit code " + last.exitCode().orElseThrow());
            }
            case ROLLING ->
                processes.forEach(worker -> {
                    stop(worker);
                    worker.start().awaitReady(READY_WITHIN);
                    say.accept(worker + " is ready again");
                });
        }
    }

    /** Asks all that run to end and waits until they have. */
    void stop() {
        for (WorkerProcess worker : processes) {
            if (!worker.isAlive() && !endedByUs.contains(worker)) {
                badExits.add("%s ended by itself with exit code %d, log %s"
                        .formatted(worker, worker.exitCode().orElse(-1), worker.logFile()));
            }
        }
        List<WorkerProcess> alive =
                processes.stream().filter(WorkerProcess::isAlive).toList();
        alive.forEach(WorkerProcess::terminate);
        alive.forEach(this::judgeExit);
    }

    /** Workers that ended by themselves, or not with 0 when they were asked to. */
    List<String> badExits() {
        return List.copyOf(badExits);
    }

    /** What was done to them that can cost an answer. */
    List<Incident> incidents() {
        return List.copyOf(incidents);
    }

    @Override
    public void close() {
        processes.forEach(WorkerProcess::close);
    }

    private void stop(WorkerProcess worker) {
        worker.terminate();
        say.accept(worker + " got SIGTERM: " + judgeExit(worker));
    }

    private String judgeExit(WorkerProcess worker) {
        endedByUs.add(worker);
        try {
            int code = worker.awaitExit(STOPPED_WITHIN);
            if (code != 0) {
                badExits.add(worker + " ended with exit code " + code + " after SIGTERM, log " + worker.logFile());
            }
            return "exit code " + code;
        } catch (IllegalStateException stillRunning) {
            badExits.add(stillRunning.getMessage() + " after SIGTERM, log " + worker.logFile());
            return "did not end within " + STOPPED_WITHIN.toSeconds() + " s";
        }
    }
}
