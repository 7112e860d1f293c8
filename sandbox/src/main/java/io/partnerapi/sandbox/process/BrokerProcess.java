package io.partnerapi.sandbox.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A Kafka broker as a process of its own, so that it can be killed or paused like one. Started again it keeps its port
 * and its data. Methods block where they wait and are called from one thread at a time.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final int port = FreePorts.one();
    private final ProgramProcess program;

    /**
     * A broker that is not started yet.
     *
     * @param sandbox the sandbox's program, {@code sandbox.jar}
     * @param java the {@code java} executable that runs it
     * @param folder keeps its data and its log
     * @param properties broker properties by Kafka's names
     */
    public BrokerProcess(Path sandbox, Path java, Path folder, Map<String, String> properties) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx1g",
                "-jar",
                sandbox.toString(),
                "kafka",
                "--port",
                String.valueOf(port),
                "--data",
                folder.resolve("broker").toString()));
        properties.forEach((name, value) -> command.addAll(List.of("--property", name + "=" + value)));
        this.program = new ProgramProcess(toString(), command, folder.resolve("broker.log"));
    }

    /** The address for {@code bootstrap.servers}; the same before, between and after starts. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Starts it and returns when it takes requests. */
    public BrokerProcess start(Duration limit) {
        program.start();
        program.awaitReady(this::answers, limit);
        return this;
    }

    /** Ends it without warning (SIGKILL) and waits until it is gone. */
    public void kill() {
        program.kill();
    }

    /** Stops it from running (SIGSTOP) until {@link #resume()}: unreachable as seen from outside. */
    public void suspend() {
        program.suspend();
    }

    /** Lets it run on after {@link #suspend()} (SIGCONT). */
    public void resume() {
        program.resume();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        program.close();
    }

    @Override
    public String toString() {
        return "the broker at " + bootstrapServers();
    }

    private boolean answers() {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                "1000",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "1000"))) {
            admin.listTopics().names().get(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + this, e);
        }
    }
}
