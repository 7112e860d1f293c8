package io.partnerapi.sandbox.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Free TCP ports of the loopback address for servers that must know their port before they bind it.
 *
 * <p>They are taken from below the range that operating systems hand out for outgoing connections: a server that is
 * stopped and started again on such a port never finds a client's connection on it, and a client that tries to
 * reconnect meanwhile cannot connect to itself. No port is given twice in the life of this JVM, nor to another JVM
 * meanwhile: one that was given may be bound only much later. So ports are given from blocks, and a block belongs to the
 * JVM that listens on its first port. Safe from any thread.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int BLOCK = 50;
    /** Never closed: they say whose a block is until this JVM ends. */
    private static final List<ServerSocket> HELD = new ArrayList<>();

    private static final Deque<Integer> LEFT = new ArrayDeque<>();

    private FreePorts() {}

    /** One port on which nothing listened a moment ago, and that was not given before. */
    public static int one() {
        return several(1).get(0);
    }

    /**
     * Different ports on which nothing listened a moment ago.
     *
     * @param count how many
     * @throws IllegalStateException if every block belongs to somebody
     */
    public static synchronized List<Integer> several(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            if (LEFT.isEmpty()) {
                takeBlock();
            }
            int port = LEFT.remove();
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    private static void takeBlock() {
        List<Integer> blocks = IntStream.iterate(LOWEST, first -> first < HIGHEST, first -> first + BLOCK)
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(blocks);
        for (int first : blocks) {
            try {
                HELD.add(listen(first));
                IntStream.range(first + 1, first + BLOCK).forEach(LEFT::add);
                return;
            } catch (IOException taken) {
                // It is another's, who may be in this JVM too.
            }
        }
        throw new IllegalStateException("each block of %d ports between %d and %d on the loopback address is taken"
                .formatted(BLOCK, LOWEST, HIGHEST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = listen(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
