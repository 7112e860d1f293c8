package io.partnerapi.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings under which a fenced lease was measured to hold: without one of them it does not, and nothing else tells. */
class GridConfigTest {

    @ParameterizedTest
    @CsvSource({
        "hazelcast.operation.fail.on.indeterminate.state, true",
        "hazelcast.operation.backup.timeout.millis,       2000",
        "hazelcast.heartbeat.interval.seconds,            1",
        "hazelcast.max.no.heartbeat.seconds,              5",
        "hazelcast.merge.first.run.delay.seconds,         8",
        "hazelcast.merge.next.run.delay.seconds,          4",
        "hazelcast.wait.seconds.before.join,              0",
        "hazelcast.tcp.join.port.try.count,               1",
        "hazelcast.phone.home.enabled,                    false",
        "hazelcast.logging.details.enabled,               false",
        "hazelcast.socket.bind.any,                       false",
        "hazelcast.socket.client.bind.any,                false",
    })
    void hasEverySettingThatWasMeasured(String property, String value) {
        // When
        Config config = config(3);

        // Then
        assertThat(config.getProperty(property)).isEqualTo(value);
    }

    @Test
    void leavesTheMastershipTimeoutAlone() {
        // When
        Config config = config(3);

        // Then
        assertThat(config.getProperty("hazelcast.mastership.claim.timeout.seconds"))
                .as("when it is short, a paused master splits the healthy rest")
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 1", "3, 2, 1", "5, 3, 2", "7, 4, 3"})
    void needsAMajorityAndAsManyBackupsAsAMinorityCanTake(int members, int majority, int backups) {
        // When
        Config config = config(members);

        // Then
        for (GridMap<?, ?> map : GridMap.ALL) {
            MapConfig settings = config.getMapConfig(map.name());
            SplitBrainProtectionConfig protection =
                    config.getSplitBrainProtectionConfig(settings.getSplitBrainProtectionName());
            assertThat(settings.getBackupCount()).isEqualTo(backups);
            assertThat(settings.getAsyncBackupCount()).isZero();
            assertThat(protection.getMinimumClusterSize()).isEqualTo(majority);
            assertThat(protection.getProtectOn()).isEqualTo(SplitBrainProtectionOn.READ_WRITE);
            assertThat(protection.getFunctionClassName()).isNull();
        }
    }

    @Test
    void oneMemberAloneNeedsNoMajority() {
        // When
        Config config = config(1);

        // Then
        assertThat(config.getSplitBrainProtectionConfigs()).isEmpty();
        assertThat(config.getMapConfig(GridMap.TOKENS.name()).getSplitBrainProtectionName())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void findsOthersAtListedAddressesOnly(int members) {
        // When
        JoinConfig join = config(members).getAdvancedNetworkConfig().getJoin();

        // Then
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.1:5702", "[fd00::1]:5702", "unknown.invalid:5702"})
    void leavesAddressesAndUnknownNamesAsTheyAre(String listed) {
        // When
        Config config = config(2, listed);

        // Then
        assertThat(asked(config)).containsExactly(listed);
    }

    @Test
    void asksAtAllAddressesOfAName() throws Exception {
        // When
        Config config = config(2, "localhost:5702");

        // Then
        assertThat(asked(config)).contains("127.0.0.1:5702").hasSize(InetAddress.getAllByName("localhost").length);
    }

    private static List<String> asked(Config config) {
        return config.getAdvancedNetworkConfig().getJoin().getTcpIpConfig().getMembers();
    }

    private static Config config(int members) {
        return config(members, "127.0.0.1:5701");
    }

    private static Config config(int members, String listed) {
        ClusterSettings settings = new ClusterSettings("c", "127.0.0.1", 5701, List.of(listed), members, null);
        return GridConfig.of(settings, GridMap.ALL, Duration.ofSeconds(3));
    }
}
