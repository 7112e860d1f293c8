package io.partnerapi.worker.containers;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;

/** One worker in a container that is locked down as in the compose file. */
final class WorkerContainer extends GenericContainer<WorkerContainer> {
    private static final long MEMORY = 512L << 20;
    private static final int HTTP = 8080;
    private static final int STOP_SECONDS = 35;
    private static final Duration PAUSE_LIMIT = Duration.ofSeconds(30);
    private static final WaitStrategy READY =
            Wait.forHttp("/health/ready").forStatusCode(200).withStartupTimeout(Duration.ofMinutes(2));

    WorkerContainer(Future<String> image, Network network, String trustVolume, Map<String, String> settings) {
        super(image);
        withNetwork(network);
        withNetworkAliases("worker");
        withEnv(settings);
        withEnv("CLUSTER_HOST", "self");
        withEnv("CLUSTER_MEMBERS", "worker");
        // Refuses to start if the classes kept in the image cannot be used.
        withEnv("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");
        withExposedPorts(HTTP);
        waitingFor(READY);
        withTmpFs(Map.of("/tmp", "exec"));
        withCreateContainerCmdModifier(
                create -> Objects.requireNonNull(create.withHostName("self").getHostConfig())
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges:true"))
                        .withMemory(MEMORY)
                        .withBinds(new Bind(trustVolume, new Volume("/partner"), AccessMode.ro)));
    }

    /** Asks it to end (SIGTERM), waits, and answers its exit code. */
    long terminate() {
        getDockerClient()
                .stopContainerCmd(getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        return Objects.requireNonNull(state().getExitCodeLong());
    }

    /** Ends it without warning. */
    void kill() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
    }

    /** Keeps all of it from running until {@link #unpause()}; asks again, since an engine gives up on a busy machine. */
    void pause() {
        await().atMost(PAUSE_LIMIT)
                .ignoreExceptionsMatching(
                        failure -> String.valueOf(failure.getMessage()).contains("unable to freeze"))
                .until(() -> {
                    getDockerClient().pauseContainerCmd(getContainerId()).exec();
                    return true;
                });
    }

    void unpause() {
        getDockerClient().unpauseContainerCmd(getContainerId()).exec();
    }

    void awaitReady() {
        READY.waitUntilReady(this);
    }

    InspectContainerResponse.ContainerState state() {
        return getCurrentContainerInfo().getState();
    }
}
