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
 * A Kafka broker of a {@link BrokerCluster} as a process of its own, so that it can be killed or paused like one. Started
 * again it keeps its port and its data. Methods block where they wait and are called from one thread at a time.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final int port;
    private final ProgramProcess program;

    /**
     * A broker that is not started yet.
     *
     * @param command the sandbox's program up to the name of the broker's command
     * @param port where it listens for clients
     * @param name of its data folder and its log in {@code folder}
     * @param clusterId the cluster it belongs to
     * @param properties broker properties by Kafka's names
     */
    BrokerProcess(
            List<String> command,
            int port,
            Path folder,
            String name,
            String clusterId,
            Map<String, String> properties) {
        this.port = port;
        List<String> complete = new ArrayList<>(command);
        complete.addAll(List.of("--port", String.valueOf(port)));
        complete.addAll(List.of("--data", folder.resolve(name).toString()));
        complete.addAll(List.of("--cluster-id", clusterId));
        properties.forEach((key, value) -> complete.addAll(List.of("--property", key + "=" + value)));
        this.program = new ProgramProcess(toString(), complete, folder.resolve(name + ".log"));
    }

    /** The address for {@code bootstrap.servers}; the same before, between and after starts. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Starts it and returns when it takes requests. */
    public void start(Duration limit) {
        launch();
        awaitReady(limit);
    }

    /** Starts it and returns at once: the brokers of a cluster wait for each other. */
    void launch() {
        program.start();
    }

    void awaitReady(Duration limit) {
        program.awaitReady(this::answers, limit);
    }

    /** Lets it end in an orderly way (SIGTERM) and waits until it has. */
    public void stop(Duration limit) {
        program.terminate();
        program.awaitExit(limit);
    }

    /** Ends it without warning (SIGKILL) and waits until it is gone. */
    public void kill() {
        program.kill();
    }

    /** Whether it runs, or is stopped from it. */
    public boolean isAlive() {
        return program.isAlive();
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
