package io.partnerapi.worker.kafka;

import io.partnerapi.worker.check.Checks;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Utils;

/** The brokers that the clients begin with; a name that nobody knows (yet) is no mistake, one that is no name is. */
final class BootstrapServers {
    private static final int HIGHEST_PORT = 65_535;

    private final List<String> servers;

    /** @param text as the setting has it: {@code host:port}, separated by commas */
    BootstrapServers(String text) {
        this.servers = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .toList();
    }

    /** Notes each that the clients could not read. */
    void check(Checks checks, String key) {
        for (String server : servers) {
            checks.require(
                    isAddress(server),
                    key,
                    server,
                    "must be host:port, with a port from 1 to " + HIGHEST_PORT,
                    "Separate several brokers by commas; put an IPv6 address in brackets");
        }
    }

    private static boolean isAddress(String server) {
        String host = Utils.getHost(server);
        try {
            Integer port = host == null || host.isEmpty() ? null : Utils.getPort(server);
            return port != null && port > 0 && port <= HIGHEST_PORT;
        } catch (NumberFormatException tooLong) {
            return false;
        }
    }

    /** The hosts, if the name service knows none of them: no client can be made then; blocks. */
    List<String> unknownHosts() {
        List<String> hosts = servers.stream().map(Utils::getHost).distinct().toList();
        return hosts.stream().anyMatch(BootstrapServers::isKnown) ? List.of() : hosts;
    }

    private static boolean isKnown(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
