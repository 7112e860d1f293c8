package io.partnerapi.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One program as a process of its own: started, stopped, killed, paused. The same object can start it again after its
 * end. Methods block where they wait and are called from one thread at a time; a process still running when this JVM
 * ends is killed.
 */
final class ProgramProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofMillis(10);
    /** States of a thread, as Linux writes them. */
    private static final String STOPPED_OR_GONE = "TtZX";

    private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);
    private static final int LAST_LINES = 20;
    private static final List<String> SETTING_GROUPS =
            List.of("KAFKA_", "TOPICS_", "PARTNER_", "BUDGET_", "WORKER_", "CLUSTER_", "RESULTS_");

    private final String name;
    private final List<String> command;
    private final Path logFile;
    private @Nullable Process process;
    private @Nullable Thread killAtExit;

    /**
     * @param name for messages
     * @param command the executable and its arguments. It gets this JVM's environment without a worker's settings
     * @param logFile where its output goes, appended
     */
    ProgramProcess(String name, List<String> command, Path logFile) {
        this.name = name;
        this.command = List.copyOf(command);
        this.logFile = logFile;
    }

    /** @throws IllegalStateException if it runs already */
    void start() {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        builder.environment().keySet().removeIf(ProgramProcess::namesASetting);
        try {
            Process started = builder.start();
            process = started;
            killAtExit = new Thread(started::destroyForcibly, "kill-" + started.pid());
            Runtime.getRuntime().addShutdownHook(killAtExit);
            started.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + name + " with " + command.get(0), e);
        }
    }

    long pid() {
        return running().pid();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGTERM; returns at once. */
    void terminate() {
        running().destroy();
    }

    /** SIGKILL; waits until it is gone. */
    void kill() {
        running().destroyForcibly();
        awaitExit(KILLED_WITHIN);
    }

    /** SIGSTOP, until {@link #resume()}; returns when its last thread has met it, where the system tells (Linux). */
    void suspend() {
        signal("STOP");
        while (!isStopped() && !waitFor(SOON)) {
            // Threads that were running run on for a moment, longer on a busy machine.
        }
    }

    /** SIGCONT. */
    void resume() {
        signal("CONT");
    }

    /**
     * Waits for its end and says how it ended.
     *
     * @return the exit code; 128 + signal if a signal ended it
     * @throws IllegalStateException if it still runs after the limit
     */
    int awaitExit(Duration limit) {
        if (!waitFor(limit)) {
            throw new IllegalStateException(name + " still runs after " + limit.toSeconds() + " s");
        }
        return running().exitValue();
    }

    /** How it ended; empty if it still runs or never did. */
    OptionalInt exitCode() {
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * Waits until it is ready.
     *
     * @throws IllegalStateException if it ends first or is not ready in time; the message ends with its last output
     */
    void awaitReady(BooleanSupplier ready, Duration limit) {
        long start = System.nanoTime();
        while (!ready.getAsBoolean()) {
            if (waitFor(POLL)) {
                throw new IllegalStateException("%s ended with exit code %d before it was ready; last output in %s:%n%s"
                        .formatted(name, running().exitValue(), logFile, lastOutput()));
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new IllegalStateException("%s was not ready within %d s; last output in %s:%n%s"
                        .formatted(name, limit.toSeconds(), logFile, lastOutput()));
            }
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
        forgetHook();
    }

    private boolean waitFor(Duration limit) {
        try {
            boolean ended = running().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                forgetHook();
            }
            return ended;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void forgetHook() {
        Thread hook = killAtExit;
        killAtExit = null;
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException exiting) {
                return;
            }
        }
    }

    private void signal(String signal) {
        try {
            Process sent = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).start();
            if (sent.waitFor() != 0) {
                throw new IllegalStateException("could not send SIG" + signal + " to " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not send SIG" + signal + " to " + name, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean isStopped() {
        Path threads = Path.of("/proc", String.valueOf(pid()), "task");
        if (!Files.isDirectory(threads)) {
            return true;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.noneMatch(ProgramProcess::runs);
        } catch (IOException e) {
            throw new UncheckedIOException("could not look at the threads of " + name, e);
        }
    }

    private static boolean runs(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return STOPPED_OR_GONE.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException gone) {
            return false;
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    private String lastOutput() {
        try (Stream<String> lines = Files.lines(logFile)) {
            List<String> all = lines.toList();
            return all.subList(Math.max(0, all.size() - LAST_LINES), all.size()).stream()
                    .collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException | UncheckedIOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }

    private static boolean namesASetting(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        return SETTING_GROUPS.stream().anyMatch(upper::startsWith);
    }

    private IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for " + name, e);
    }
}
