package io.partnerapi.sandbox.process;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One worker as a process of its own: started, watched from outside, stopped or killed. The same object can start it
 * again after its end. Methods block where they wait and are called from one thread at a time; a process still running
 * when this JVM ends is killed.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);
    private static final int LAST_LINES = 20;
    private static final List<String> SETTING_GROUPS =
            List.of("KAFKA_", "TOPICS_", "PARTNER_", "BUDGET_", "WORKER_", "CLUSTER_", "RESULTS_");

    private final Path jar;
    private final Path java;
    private final Map<String, String> settings;
    private final Path logFile;
    private final int httpPort;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(HTTP_TIMEOUT).build();
    private @Nullable Process process;
    private @Nullable Thread killAtExit;

    /**
     * A worker that is not started yet.
     *
     * @param jar the worker's program, {@code worker.jar}
     * @param java the {@code java} executable that runs it
     * @param settings its settings by their names, for example {@code worker.id}; {@code worker.http.port} is chosen if
     *     it is missing or 0. They are all it gets: the environment's are kept from it
     * @param logFile where its output goes, appended; the settings lie beside it
     */
    public WorkerProcess(Path jar, Path java, Map<String, String> settings, Path logFile) {
        int wanted = Integer.parseInt(settings.getOrDefault("worker.http.port", "0"));
        this.jar = jar;
        this.java = java;
        this.httpPort = wanted == 0 ? FreePorts.one() : wanted;
        Map<String, String> complete = new HashMap<>(settings);
        complete.put("worker.http.port", String.valueOf(httpPort));
        this.settings = Map.copyOf(complete);
        this.logFile = logFile;
    }

    /**
     * Starts the process and returns without waiting for it to be ready.
     *
     * @throws IllegalStateException if it runs already
     */
    public WorkerProcess start() {
        if (isAlive()) {
            throw new IllegalStateException(this + " runs already");
        }
        Path file = writeSettings();
        ProcessBuilder builder = new ProcessBuilder(
                        java.toString(), "-jar", jar.toString(), "run", "--config", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        builder.environment().keySet().removeIf(WorkerProcess::namesASetting);
        try {
            Process started = builder.start();
            process = started;
            killAtExit = new Thread(started::destroyForcibly, "kill-" + started.pid());
            Runtime.getRuntime().addShutdownHook(killAtExit);
            started.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + this + " with " + java, e);
        }
        return this;
    }

    /** The base of its health, metrics and status pages. */
    public URI http() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + httpPort);
    }

    /** Where its output goes. */
    public Path logFile() {
        return logFile;
    }

    /** Its operating system process, while it runs and after. */
    public long pid() {
        return running().pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether {@code /health/ready} answers 200 now. */
    public boolean isReady() {
        if (!isAlive()) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(http().resolve("/health/ready"))
                .timeout(HTTP_TIMEOUT)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits until it is ready.
     *
     * @throws IllegalStateException if it ends first or is not ready in time; the message ends with its last output
     */
    public void awaitReady(Duration limit) {
        long start = System.nanoTime();
        while (!isReady()) {
            if (waitFor(POLL)) {
                throw new IllegalStateException("%s ended with exit code %d before it was ready; last output in %s:%n%s"
                        .formatted(this, running().exitValue(), logFile, lastOutput()));
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new IllegalStateException("%s was not ready within %d s; last output in %s:%n%s"
                        .formatted(this, limit.toSeconds(), logFile, lastOutput()));
            }
        }
    }

    /** Asks it to end (SIGTERM) and returns at once. */
    public void terminate() {
        running().destroy();
    }

    /** Ends it without warning (SIGKILL) and waits until it is gone. */
    public void kill() {
        running().destroyForcibly();
        awaitExit(KILLED_WITHIN);
    }

    /** Stops it from running (SIGSTOP) until {@link #resume()}: a long pause as seen from outside. */
    public void suspend() {
        signal("STOP");
    }

    /** Lets it run on after {@link #suspend()} (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /**
     * Waits for its end and says how it ended.
     *
     * @return the exit code; 128 + signal if a signal ended it
     * @throws IllegalStateException if it still runs after the limit
     */
    public int awaitExit(Duration limit) {
        if (!waitFor(limit)) {
            throw new IllegalStateException(this + " still runs after " + limit.toSeconds() + " s");
        }
        return running().exitValue();
    }

    /** How it ended; empty if it still runs or never did. */
    public OptionalInt exitCode() {
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
        forgetHook();
    }

    @Override
    public String toString() {
        return settings.getOrDefault("worker.id", "a worker");
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

    private void signal(String name) {
        try {
            Process signal = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start();
            if (signal.waitFor() != 0) {
                throw new IllegalStateException("could not send SIG" + name + " to " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not send SIG" + name + " to " + this, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(this + " was never started");
        }
        return process;
    }

    private Path writeSettings() {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Folders.writePrivate(logFile.resolveSibling(logFile.getFileName() + ".properties"), text.toString());
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
        String name = variable.toUpperCase(Locale.ROOT);
        return SETTING_GROUPS.stream().anyMatch(name::startsWith);
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a worker", e);
    }
}
