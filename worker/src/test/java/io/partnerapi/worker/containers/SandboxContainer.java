package io.partnerapi.worker.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import io.partnerapi.sandbox.evidence.Call;
import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.LedgerEntry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/** The partner API in a container, without a call limit, and what its control port tells. */
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
                .withBinds(new Bind(trustVolume, new Volume("/partner"))));
    }

    int tokenRequests() {
        return new JsonObject(ask("/summary")).getInteger("tokenRequests");
    }

    List<Call> calls() {
        return Call.of(ask("/ledger?limit=10000")
                .lines()
                .map(JsonObject::new)
                .map(SandboxContainer::entry)
                .toList());
    }

    private static LedgerEntry entry(JsonObject line) {
        return new LedgerEntry(
                line.getLong("seq"),
                Instant.parse(line.getString("at")),
                line.getLong("nanos"),
                line.getString("client"),
                Endpoint.valueOf(line.getString("endpoint")),
                line.getString("method"),
                line.getString("path"),
                line.getString("command"),
                line.getLong("generation"),
                line.getInteger("status"),
                line.getString("fault"),
                line.getString("effect"),
                line.getLong("bytes"),
                line.getBoolean("open"));
    }

    private String ask(String path) {
        try (var answer = URI.create("http://" + getHost() + ":" + getMappedPort(CONTROL) + path)
                .toURL()
                .openStream()) {
            return new String(answer.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
