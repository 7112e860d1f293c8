package io.partnerapi.worker.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/** The repository's compose file as a project of its own, by whichever compose there is on this machine. */
final class Compose implements AutoCloseable {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final String DOCUMENTED = "docker compose ";
    private static final long LIMIT_MINUTES = 5;

    private final String project = "test-" + UUID.randomUUID();
    private final Map<String, String> environment;
    private final String program;

    /** @param environment what a user would set beside the command */
    Compose(Map<String, String> environment) {
        this.environment = environment;
        this.program = answers("docker compose version") ? DOCUMENTED : "docker-compose ";
    }

    /**
     * Runs a command as it is documented, and answers what it prints.
     *
     * @throws AssertionError if it fails
     */
    String run(String command) {
        if (!command.startsWith(DOCUMENTED)) {
            throw new IllegalArgumentException(command + " does not start with " + DOCUMENTED);
        }
        return shell(program + command.substring(DOCUMENTED.length()));
    }

    /** Ends all of it, and takes away its containers, network and volumes. */
    @Override
    public void close() {
        run("docker compose down -v --remove-orphans");
    }

    private boolean answers(String command) {
        try {
            shell(command);
            return true;
        } catch (AssertionError none) {
            return false;
        }
    }

    private String shell(String command) {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", command).directory(TOP.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("COMPOSE_PROJECT_NAME", project);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(command + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(command + " cannot be run", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The containers of a service that run. */
    List<Container> containers(String service) {
        return DockerClientFactory.lazyClient()
                .listContainersCmd()
                .withLabelFilter(Map.of("com.docker.compose.project", project, "com.docker.compose.service", service))
                .exec();
    }
}
