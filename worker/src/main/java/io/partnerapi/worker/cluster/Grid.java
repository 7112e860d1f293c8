package io.partnerapi.worker.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.OutOfMemoryHandler;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import io.partnerapi.worker.ops.Condition;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This worker's member of the grid: started, joined, and left cleanly on close. */
public final class Grid implements AutoCloseable {

    private static final Duration LONGEST_LEAVE = Duration.ofSeconds(3);
    private static final String WORKER = "worker";
    private static final String HTTP_HOST = "http.host";
    private static final String HTTP_PORT = "http.port";
    private static final Logger LOG = LoggerFactory.getLogger(Grid.class);

    private final HazelcastInstance member;
    private final ClusterSettings settings;
    private final Condition condition;
    private volatile long cutOffAt;

    private Grid(HazelcastInstance member, ClusterSettings settings, Condition condition) {
        this.member = member;
        this.settings = settings;
        this.condition = condition;
    }

    /**
     * Says at once what would keep a member from starting; touches no network but this machine's own.
     *
     * @throws io.partnerapi.worker.check.InvalidSettings if it could not listen or read its settings file
     */
    public static void check(ClusterSettings settings) {
        GridConfig.checkPort(settings);
        GridConfig.of(settings, GridMap.ALL, LONGEST_LEAVE);
    }

    /**
     * Starts a member and lets it join the others; takes 2 to 5 seconds, so never on an event loop.
     *
     * @param worker id of this worker, for the others to show
     * @param http where its status is served, for the others to show
     * @param condition up while this member sees a majority of the expected members
     * @throws io.partnerapi.worker.check.InvalidSettings if it cannot listen or read its settings file
     */
    public static Grid start(String worker, InetSocketAddress http, ClusterSettings settings, Condition condition) {
        // Hazelcast reads this one from the system properties, before it reads any settings.
        System.setProperty("hazelcast.logging.type", "slf4j");
        Grid grid = new Grid(startMember(worker, http, settings), settings, condition);
        grid.member.getCluster().addMembershipListener(grid.new Membership());
        grid.report();
        LOG.info(
                "Joined the grid as {}",
                grid.member.getCluster().getLocalMember().getAddress());
        return grid;
    }

    /** @param died told from now on if a thread of a member has met a lack of heap; Hazelcast would end the member alone */
    public static void onLackOfHeap(Thread.UncaughtExceptionHandler died) {
        Hazelcast.setOutOfMemoryHandler(new OutOfMemoryHandler() {
            @Override
            public void onOutOfMemory(OutOfMemoryError noHeap, HazelcastInstance[] members) {
                died.uncaughtException(Thread.currentThread(), noHeap);
            }
        });
    }

    private static HazelcastInstance startMember(String worker, InetSocketAddress http, ClusterSettings settings) {
        Config config = GridConfig.of(settings, GridMap.ALL, LONGEST_LEAVE);
        config.getMemberAttributeConfig()
                .setAttribute(WORKER, worker)
                .setAttribute(HTTP_HOST, http.getHostString())
                .setAttribute(HTTP_PORT, Integer.toString(http.getPort()));
        try {
            return Hazelcast.newHazelcastInstance(config);
        } catch (HazelcastException e) {
            throw GridConfig.taken(settings, e);
        }
    }

    /** Whether this member sees enough members to decide for the whole cluster. */
    public boolean hasMajority() {
        return members() >= GridConfig.majority(settings.expectedMembers());
    }

    /** When it last ceased to, on the wall clock in milliseconds; 0 if it never did. */
    public long cutOffAt() {
        return cutOffAt;
    }

    /** How many members this one sees, itself included; 0 once it has left. */
    public int members() {
        return seen().size();
    }

    /** The members this one sees, itself included; none once it has left. */
    public List<Peer> peers() {
        return seen().stream().map(Grid::peer).toList();
    }

    private Set<Member> seen() {
        try {
            return member.getCluster().getMembers();
        } catch (HazelcastInstanceNotActiveException left) {
            return Set.of();
        }
    }

    private static Peer peer(Member seen) {
        return Peer.of(
                told(seen, WORKER, ""),
                seen.getSocketAddress(),
                told(seen, HTTP_HOST, ""),
                Integer.parseInt(told(seen, HTTP_PORT, "0")));
    }

    private static String told(Member seen, String attribute, String otherwise) {
        return Objects.requireNonNullElse(seen.getAttribute(attribute), otherwise);
    }

    <K, V> IMap<K, V> map(GridMap<K, V> map) {
        return member.getMap(map.name());
    }

    <E> ITopic<E> topic(String name) {
        return member.getTopic(name);
    }

    /** Hands this member's share of the entries to the others and leaves; waits, but not longer than a bound. */
    @Override
    public void close() {
        condition.down("the worker is leaving the grid", "Nothing to do");
        member.shutdown();
    }

    private synchronized void report() {
        if (hasMajority()) {
            condition.up();
            return;
        }
        boolean hadMajority = condition.state().up();
        String seen = peers().stream().map(Peer::address).collect(Collectors.joining(", "));
        condition.down(
                "%d of %d expected members seen (%s), %d are needed"
                        .formatted(
                                members(),
                                settings.expectedMembers(),
                                seen,
                                GridConfig.majority(settings.expectedMembers())),
                "Start the others, open cluster.port between them, and check cluster.name, cluster.members"
                        + " and cluster.expected-members");
        if (hadMajority) {
            cutOffAt = condition.state().since().toEpochMilli();
        }
    }

    private final class Membership implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            LOG.info("{} joined the grid", event.getMember().getAddress());
            report();
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            LOG.warn("{} left the grid", event.getMember().getAddress());
            report();
        }
    }
}
