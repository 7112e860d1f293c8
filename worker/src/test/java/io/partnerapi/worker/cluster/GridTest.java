package io.partnerapi.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.ops.Condition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {

    @Test
    void isUpWhileItSeesAMajority() {
        // Given
        List<Integer> ports = FreePorts.several(2);
        Condition condition = new Condition("grid", Clock.systemUTC());
        Grid first = Grid.start("w", Grids.HTTP, Grids.settings("pair", ports, 0), condition);
        assertThat(first.hasMajority()).isFalse();
        assertThat(condition.state().reason())
                .isEqualTo("1 of 2 expected members seen (127.0.0.1:%d), 2 are needed".formatted(ports.get(0)));

        // When
        Grid second =
                Grid.start("w", Grids.HTTP, Grids.settings("pair", ports, 1), new Condition("grid", Clock.systemUTC()));

        // Then
        await().until(() -> condition.state().up());
        assertThat(first.hasMajority()).isTrue();
        assertThat(second.members()).isEqualTo(2);

        // When
        second.close();

        // Then
        await().until(() -> !condition.state().up());
        first.close();
    }

    @Test
    void refusesHazelcastClients() {
        // Given
        List<Integer> ports = FreePorts.several(1);
        ClusterSettings settings = Grids.settings("closed", ports, 0);
        ClientConfig client = new ClientConfig();
        client.setClusterName(settings.name());
        client.getNetworkConfig().addAddress("127.0.0.1:" + settings.port());
        client.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(500);

        // When
        try (Grid grid = Grid.start("w", Grids.HTTP, settings, new Condition("grid", Clock.systemUTC()))) {

            // Then
            assertThatThrownBy(() -> {
                        HazelcastInstance opened = HazelcastClient.newHazelcastClient(client);
                        opened.shutdown();
                    })
                    .isInstanceOf(IllegalStateException.class);
            assertThat(grid.members()).isEqualTo(1);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterSettings settings = Grids.settings("taken", List.of(taken.getLocalPort()), 0);

            // When
            // Then
            assertThatThrownBy(() -> Grid.start("w", Grids.HTTP, settings, new Condition("grid", Clock.systemUTC())))
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageStartingWith("cluster.port = " + taken.getLocalPort() + ": cannot be listened on");
        }
    }

    @Test
    void joinsByHazelcastsOwnFile(@TempDir Path dir) throws IOException {
        // Given
        List<Integer> ports = FreePorts.several(2);
        Path file = Files.writeString(dir.resolve("hazelcast.yaml"), """
                hazelcast:
                  network:
                    join:
                      auto-detection:
                        enabled: false
                      tcp-ip:
                        enabled: true
                        connection-timeout-seconds: 1
                        member-list:
                          - 127.0.0.1:%d
                          - 127.0.0.1:%d
                """.formatted(ports.get(0), ports.get(1)));

        // When
        try (Grid first = Grid.start(
                        "w", Grids.HTTP, byFile(ports.get(0), file), new Condition("grid", Clock.systemUTC()));
                Grid second = Grid.start(
                        "w", Grids.HTTP, byFile(ports.get(1), file), new Condition("grid", Clock.systemUTC()))) {

            // Then
            await().atMost(Duration.ofMinutes(1)).until(() -> first.members() == 2 && second.members() == 2);
        }
    }

    private static ClusterSettings byFile(int port, Path file) {
        return new ClusterSettings("by-file", "127.0.0.1", port, List.of(), 2, file);
    }

    @Test
    void saysWhatIsWrongWithAFileAndAHost(@TempDir Path dir) throws IOException {
        // Given
        Path broken = Files.writeString(dir.resolve("hazelcast.yaml"), "hazelcast: [");
        ClusterSettings badFile = byFile(5701, broken);
        ClusterSettings badHost = new ClusterSettings("x", "no-such-host.invalid", 5701, List.of(), 1, null);

        // When
        // Then
        assertThatThrownBy(() -> Grid.start("w", Grids.HTTP, badFile, new Condition("grid", Clock.systemUTC())))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("cluster.config");
        assertThatThrownBy(() -> Grid.start("w", Grids.HTTP, badHost, new Condition("grid", Clock.systemUTC())))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageStartingWith("cluster.host = no-such-host.invalid: is not a known host");
    }
}
