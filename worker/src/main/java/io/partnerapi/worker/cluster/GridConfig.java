package io.partnerapi.worker.cluster;

import static com.hazelcast.spi.properties.ClusterProperty.EVENT_THREAD_COUNT;
import static com.hazelcast.spi.properties.ClusterProperty.FAIL_ON_INDETERMINATE_OPERATION_STATE;
import static com.hazelcast.spi.properties.ClusterProperty.GENERIC_OPERATION_THREAD_COUNT;
import static com.hazelcast.spi.properties.ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT;
import static com.hazelcast.spi.properties.ClusterProperty.HEALTH_MONITORING_LEVEL;
import static com.hazelcast.spi.properties.ClusterProperty.HEARTBEAT_INTERVAL_SECONDS;
import static com.hazelcast.spi.properties.ClusterProperty.IO_THREAD_COUNT;
import static com.hazelcast.spi.properties.ClusterProperty.LOGGING_ENABLE_DETAILS;
import static com.hazelcast.spi.properties.ClusterProperty.MAX_NO_HEARTBEAT_SECONDS;
import static com.hazelcast.spi.properties.ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS;
import static com.hazelcast.spi.properties.ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS;
import static com.hazelcast.spi.properties.ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS;
import static com.hazelcast.spi.properties.ClusterProperty.PARTITION_OPERATION_THREAD_COUNT;
import static com.hazelcast.spi.properties.ClusterProperty.PHONE_HOME_ENABLED;
import static com.hazelcast.spi.properties.ClusterProperty.RESPONSE_THREAD_COUNT;
import static com.hazelcast.spi.properties.ClusterProperty.SHUTDOWNHOOK_ENABLED;
import static com.hazelcast.spi.properties.ClusterProperty.SLOW_OPERATION_DETECTOR_ENABLED;
import static com.hazelcast.spi.properties.ClusterProperty.SOCKET_BIND_ANY;
import static com.hazelcast.spi.properties.ClusterProperty.SOCKET_CLIENT_BIND_ANY;
import static com.hazelcast.spi.properties.ClusterProperty.TCP_JOIN_PORT_TRY_COUNT;
import static com.hazelcast.spi.properties.ClusterProperty.WAIT_SECONDS_BEFORE_JOIN;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.spi.properties.HazelcastProperty;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.check.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Turns our settings into Hazelcast's: the ones under which a fenced lease was measured to hold. */
final class GridConfig {

    private static final String OF_THIS_MACHINE = "Set an address that this machine has and the other workers reach";
    private static final String PROTECTION = "majority";
    private static final int MOST_BACKUPS = 6;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(1);

    private static final Map<HazelcastProperty, String> PROPERTIES = Map.ofEntries(
            // A write whose backups did not answer must not count as done.
            Map.entry(FAIL_ON_INDETERMINATE_OPERATION_STATE, "true"),
            // While partitions move, a backup may be sent to whom it no longer belongs: nobody answers, so not for
            // long.
            Map.entry(OPERATION_BACKUP_TIMEOUT_MILLIS, "2000"),
            Map.entry(HEARTBEAT_INTERVAL_SECONDS, "1"),
            Map.entry(MAX_NO_HEARTBEAT_SECONDS, "5"),
            Map.entry(MERGE_FIRST_RUN_DELAY_SECONDS, "8"),
            Map.entry(MERGE_NEXT_RUN_DELAY_SECONDS, "4"),
            Map.entry(WAIT_SECONDS_BEFORE_JOIN, "0"),
            Map.entry(TCP_JOIN_PORT_TRY_COUNT, "1"),
            Map.entry(PHONE_HOME_ENABLED, "false"),
            Map.entry(SOCKET_BIND_ANY, "false"),
            // Connections leave from the address they are awaited at, so that firewalls can tell members by it.
            Map.entry(SOCKET_CLIENT_BIND_ANY, "false"),
            // The worker leaves the grid last, in its own order.
            Map.entry(SHUTDOWNHOOK_ENABLED, "false"),
            Map.entry(PARTITION_OPERATION_THREAD_COUNT, "2"),
            Map.entry(GENERIC_OPERATION_THREAD_COUNT, "2"),
            Map.entry(RESPONSE_THREAD_COUNT, "0"),
            Map.entry(EVENT_THREAD_COUNT, "1"),
            Map.entry(IO_THREAD_COUNT, "1"),
            // They would begin every line of Hazelcast's with the cluster's name, the one secret that a member needs.
            Map.entry(LOGGING_ENABLE_DETAILS, "false"),
            Map.entry(SLOW_OPERATION_DETECTOR_ENABLED, "false"),
            Map.entry(HEALTH_MONITORING_LEVEL, "OFF"));

    private GridConfig() {}

    static Config of(ClusterSettings settings, List<GridMap<?, ?>> maps, Duration longestLeave) {
        Config config = new Config();
        config.setClusterName(settings.name());
        PROPERTIES.forEach((property, value) -> config.setProperty(property.getName(), value));
        config.setProperty(GRACEFUL_SHUTDOWN_MAX_WAIT.getName(), Long.toString(longestLeave.toSeconds()));
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getSerializationConfig().setJavaSerializationFilterConfig(allowedClasses());
        config.setAdvancedNetworkConfig(network(settings));
        if (settings.expectedMembers() > 1) {
            config.addSplitBrainProtectionConfig(
                    new SplitBrainProtectionConfig(PROTECTION, true, majority(settings.expectedMembers()))
                            .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
        }
        maps.forEach(map -> config.addMapConfig(map(map, settings.expectedMembers())));
        return config;
    }

    static int majority(int expectedMembers) {
        return expectedMembers / 2 + 1;
    }

    private static MapConfig map(GridMap<?, ?> map, int expectedMembers) {
        MapConfig config = new MapConfig(map.name())
                .setBackupCount(Math.min(MOST_BACKUPS, Math.max(1, expectedMembers / 2)))
                .setMergePolicyConfig(
                        new MergePolicyConfig(map.mergePolicy().getName(), MergePolicyConfig.DEFAULT_BATCH_SIZE));
        return expectedMembers > 1 ? config.setSplitBrainProtectionName(PROTECTION) : config;
    }

    /** What a stranger who reaches the port may make us read: our classes, Hazelcast's and the plainest of the JDK's. */
    private static JavaSerializationFilterConfig allowedClasses() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig().setDefaultsDisabled(true);
        filter.getWhitelist()
                .addPackages("java.lang", "java.time", "java.util")
                .addPrefixes("io.partnerapi.worker.", "com.hazelcast.", "[");
        return filter;
    }

    /** A network that serves members only: Hazelcast's clients are refused. */
    private static AdvancedNetworkConfig network(ClusterSettings settings) {
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig()
                .setPort(settings.port())
                .setPortAutoIncrement(false)
                .setReuseAddress(true);
        endpoint.getInterfaces()
                .setEnabled(true)
                .addInterface(address(settings.host()).getHostAddress());
        Path file = settings.config();
        return new AdvancedNetworkConfig()
                .setEnabled(true)
                .setMemberEndpointConfig(endpoint)
                .setJoin(file == null ? join(settings.members()) : joinOf(file));
    }

    /** Always a joiner: without any, Hazelcast falls back to multicast. */
    private static JoinConfig join(List<String> members) {
        JoinConfig join = new JoinConfig();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.setTcpIpConfig(new LookedUpMembers(members).setEnabled(true).setConnectionTimeoutSeconds((int)
                LONGEST_CONNECT.toSeconds()));
        return join;
    }

    private static JoinConfig joinOf(Path file) {
        try {
            Config config = Config.loadFromFile(file.toFile());
            return config.getAdvancedNetworkConfig().isEnabled()
                    ? config.getAdvancedNetworkConfig().getJoin()
                    : config.getNetworkConfig().getJoin();
        } catch (FileNotFoundException | HazelcastException | IllegalArgumentException e) {
            throw invalid(
                    "cluster.config",
                    file,
                    "cannot be read as Hazelcast's settings: " + e.getMessage(),
                    "Name a Hazelcast XML or YAML file with a network/join part");
        }
    }

    private static InetAddress address(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (NetworkInterface.getByInetAddress(address) == null) {
                throw invalid("cluster.host", host, "is not an address of this machine", OF_THIS_MACHINE);
            }
            return address;
        } catch (UnknownHostException e) {
            throw invalid("cluster.host", host, "is not a known host", OF_THIS_MACHINE);
        } catch (SocketException e) {
            throw invalid("cluster.host", host, "cannot be looked up: " + e.getMessage(), OF_THIS_MACHINE);
        }
    }

    /** Whether a member could listen; Hazelcast would say it with a stack, and after seconds. */
    static void checkPort(ClusterSettings settings) {
        try (ServerSocket socket = new ServerSocket()) {
            // As Hazelcast does.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(settings.host()), settings.port()));
        } catch (IOException e) {
            throw taken(settings, e);
        }
    }

    static InvalidSettings taken(ClusterSettings settings, Exception why) {
        return invalid(
                "cluster.port",
                settings.port(),
                "cannot be listened on at " + settings.host() + ": " + why.getMessage(),
                "Choose a free port, or stop the program that has it");
    }

    static InvalidSettings invalid(String key, Object value, String rule, String advice) {
        return new InvalidSettings(List.of(new Problem(key, value.toString(), rule, advice)));
    }
}
