package io.partnerapi.worker.cluster;

import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.worker.ops.Condition;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Real members on loopback, started at the same time as one cluster of that many and given when nothing moves between them any
 * more: a step before that may be left undecided. Closed together.
 */
public final class Grids implements AutoCloseable {
    static final InetSocketAddress HTTP = InetSocketAddress.createUnresolved("127.0.0.1", 8080);

    private static final Duration FORMED = Duration.ofSeconds(60);

    private final String name;
    private final List<Integer> ports;
    private final List<Grid> members = new ArrayList<>();

    private Grids(String name, List<Integer> ports) {
        this.name = name;
        this.ports = ports;
    }

    public static Grids start(int count) {
        List<Integer> ports = FreePorts.several(count);
        String name = "test-" + UUID.randomUUID();
        List<CompletableFuture<Grid>> starting = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> Grid.start(
                        "w", Grids.HTTP, settings(name, ports, i), new Condition("grid", Clock.systemUTC()))))
                .toList();
        Grids grids = new Grids(name, ports);
        starting.forEach(grid -> grids.members.add(grid.join()));
        await().atMost(FORMED).until(grids::areSettled);
        return grids;
    }

    /** One that is a cluster by itself until it meets those it knows of. */
    static Grid alone(int port, List<Integer> known) {
        List<String> members = known.stream().map(p -> "127.0.0.1:" + p).toList();
        ClusterSettings settings = new ClusterSettings("merging", "127.0.0.1", port, members, 1, null);
        return Grid.start("w", HTTP, settings, new Condition("grid", Clock.systemUTC()));
    }

    static ClusterSettings settings(String name, List<Integer> ports, int index) {
        List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        return new ClusterSettings(name, "127.0.0.1", ports.get(index), members, ports.size(), null);
    }

    public Grid get(int index) {
        return members.get(index);
    }

    public List<Grid> all() {
        return List.copyOf(members);
    }

    /** Ends a member without a word to the others, as a crash would. */
    public void kill(int index) {
        int port = ports.get(index);
        instances()
                .filter(member ->
                        member.getCluster().getLocalMember().getAddress().getPort() == port)
                .forEach(member -> member.getLifecycleService().terminate());
    }

    /** The member that holds this key. */
    HazelcastInstance ownerOf(String key) {
        return instances()
                .filter(member -> member.getPartitionService()
                        .getPartition(key)
                        .getOwner()
                        .localMember())
                .findFirst()
                .orElseThrow();
    }

    /** Safe alone is also a cluster that has not begun to share its partitions out, or not told all members of it. */
    private boolean areSettled() {
        return instances()
                        .allMatch(member -> member.getCluster().getMembers().size() == ports.size()
                                && hasOwners(member)
                                && member.getPartitionService().isClusterSafe())
                && instances().map(Grids::partitionTable).distinct().count() == 1;
    }

    private static boolean hasOwners(HazelcastInstance member) {
        return member.getPartitionService().getPartitions().stream().noneMatch(part -> part.getOwner() == null);
    }

    private static long partitionTable(HazelcastInstance member) {
        return ((HazelcastInstanceProxy) member)
                .getOriginal()
                .node
                .getPartitionService()
                .getPartitionStateStamp();
    }

    private Stream<HazelcastInstance> instances() {
        return Hazelcast.getAllHazelcastInstances().stream()
                .filter(member -> member.getConfig().getClusterName().equals(name));
    }

    @Override
    public void close() {
        members.parallelStream().forEach(Grid::close);
    }
}
