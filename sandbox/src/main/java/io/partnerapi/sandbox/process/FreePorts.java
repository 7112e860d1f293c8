package io.partnerapi.sandbox.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports of the loopback address for servers that must know their port before they bind it.
 *
 * <p>They are taken from below the range that operating systems hand out for outgoing connections: a server that is
 * stopped and started again on such a port never finds a client's connection on it, and a client that tries to
 * reconnect meanwhile cannot connect to itself. No port is given twice in the life of this JVM: one that was given may be
 * bound only much later. Safe from any thread.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int MAX_TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** One port on which nothing listened a moment ago, and that was not given before. */
    public static int one() {
        return several(1).get(0);
    }

    /**
     * Different ports on which nothing listened a moment ago.
     *
     * @param count how many
     * @throws IllegalStateException if {@value #MAX_TRIES} tries did not find that many
     */
    public static List<Integer> several(int count) {
        List<Integer> ports = new ArrayList<>();
        for (int tries = 0; tries < MAX_TRIES && ports.size() < count; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (GIVEN.add(port) && isFree(port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new IllegalStateException("found only %d of %d free ports between %d and %d on the loopback address"
                    .formatted(ports.size(), count, LOWEST, HIGHEST));
        }
        return List.copyOf(ports);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
