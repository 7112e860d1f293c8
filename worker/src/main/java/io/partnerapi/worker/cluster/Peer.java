package io.partnerapi.worker.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * A member of the grid as this one sees it.
 *
 * @param worker id of the worker; empty if it did not tell
 * @param address {@code host:port} on the grid
 * @param status where its health, metrics and status are served; empty if that cannot be reached from elsewhere
 */
public record Peer(String worker, String address, String status) {
    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

    /**
     * @param member its address on the grid
     * @param httpHost what it listens on for HTTP: all its addresses, one of them, or only those of its own machine
     */
    static Peer of(String worker, InetSocketAddress member, String httpHost, int httpPort) {
        InetAddress reached = member.getAddress();
        String host = ALL_ADDRESSES.contains(httpHost) ? reached.getHostAddress() : httpHost;
        boolean ownMachineOnly = isLoopback(host) && !reached.isLoopbackAddress();
        return new Peer(
                worker,
                reached.getHostAddress() + ":" + member.getPort(),
                ownMachineOnly || httpPort == 0 ? "" : url(host, httpPort));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
    }

    private static String url(String host, int port) {
        try {
            return new URI("http", null, host, port, null, null, null).toString();
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
