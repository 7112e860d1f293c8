package io.partnerapi.sandbox.process;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * One worker as a process of its own: started, watched from outside, stopped or killed. The same object can start it
 * again after its end. Methods block where they wait and are called from one thread at a time; a process still running
 * when this JVM ends is killed.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, String> settings;
    private final Path logFile;
    private final Path settingsFile;
    private final int httpPort;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(HTTP_TIMEOUT).build();
    private final ProgramProcess program;

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
        this(jar, List.of(java.toString()), settings, logFile);
    }

    /**
     * A worker that is not started yet, in a JVM with options.
     *
     * @param java the {@code java} executable and its options
     */
    public WorkerProcess(Path jar, List<String> java, Map<String, String> settings, Path logFile) {
        int wanted = Integer.parseInt(settings.getOrDefault("worker.http.port", "0"));
        this.httpPort = wanted == 0 ? FreePorts.one() : wanted;
        Map<String, String> complete = new HashMap<>(settings);
        complete.put("worker.http.port", String.valueOf(httpPort));
        this.settings = Map.copyOf(complete);
        this.logFile = logFile;
        this.settingsFile = logFile.resolveSibling(logFile.getFileName() + ".properties");
        this.program = new ProgramProcess(
                toString(),
                Stream.concat(
                                java.stream(),
                                Stream.of("-jar", jar.toString(), "run", "--config", settingsFile.toString()))
                        .toList(),
                logFile);
    }

    /**
     * Starts the process and returns without waiting for it to be ready.
     *
     * @throws IllegalStateException if it runs already
     */
    public WorkerProcess start() {
        writeSettings();
        program.start();
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
        return program.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return program.isAlive();
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
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + this, e);
        }
    }

    /**
     * Waits until it is ready.
     *
     * @throws IllegalStateException if it ends first or is not ready in time; the message ends with its last output
     */
    public void awaitReady(Duration limit) {
        program.awaitReady(this::isReady, limit);
    }

    /** Asks it to end (SIGTERM) and returns at once. */
    public void terminate() {
        program.terminate();
    }

    /** Ends it without warning (SIGKILL) and waits until it is gone. */
    public void kill() {
        program.kill();
    }

    /** Stops it from running (SIGSTOP) until {@link #resume()}: a long pause as seen from outside. */
    public void suspend() {
        program.suspend();
    }

    /** Lets it run on after {@link #suspend()} (SIGCONT). */
    public void resume() {
        program.resume();
    }

    /**
     * Waits for its end and says how it ended.
     *
     * @return the exit code; 128 + signal if a signal ended it
     * @throws IllegalStateException if it still runs after the limit
     */
    public int awaitExit(Duration limit) {
        return program.awaitExit(limit);
    }

    /** How it ended; empty if it still runs or never did. */
    public OptionalInt exitCode() {
        return program.exitCode();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        program.close();
    }

    @Override
    public String toString() {
        return settings.getOrDefault("worker.id", "a worker");
    }

    private void writeSettings() {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Folders.writePrivate(settingsFile, text.toString());
    }
}
