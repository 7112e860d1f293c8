package io.partnerapi.worker.containers;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/** The partner API in a container, locked down as in the compose file, but without a call limit. */
final class SandboxContainer extends GenericContainer<SandboxContainer> {
    private static final int CONTROL = 8480;

    SandboxContainer(Future<String> image, Network network, String trustVolume) {
        super(image);
        withNetwork(network);
        withNetworkAliases("partner-api");
        withCommand(
                "partner-api", "--host", "0.0.0.0", "--name", "partner-api", "--folder", "/partner", "--calls", "0");
        withEnv("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");
        withTmpFs(Map.of("/tmp", "exec"));
        withExposedPorts(CONTROL);
        waitingFor(Wait.forHealthcheck());
        withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withBinds(new Bind(trustVolume, new Volume("/partner"))));
    }

    SandboxLedger ledger() {
        return new SandboxLedger(URI.create("http://" + getHost() + ":" + getMappedPort(CONTROL)));
    }
}
