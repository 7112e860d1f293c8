package io.partnerapi.worker.cluster;

import com.hazelcast.config.TcpIpConfig;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The listed members by all addresses that their names have at the moment Hazelcast asks, so that one name can stand for
 * several members that come and go. Hazelcast itself leaves out every address of a name that is not this member's own.
 */
final class LookedUpMembers extends TcpIpConfig {
    private static final Pattern NAME = Pattern.compile("([^:\\[\\]]+)(:[0-9]+)?");

    private final List<String> listed;

    /** @param listed each {@code host} or {@code host:port} */
    LookedUpMembers(List<String> listed) {
        this.listed = listed;
    }

    @Override
    public List<String> getMembers() {
        return listed.stream().flatMap(LookedUpMembers::addresses).distinct().toList();
    }

    private static Stream<String> addresses(String member) {
        Matcher name = NAME.matcher(member);
        if (!name.matches()) {
            return Stream.of(member);
        }
        String port = name.group(2) == null ? "" : name.group(2);
        try {
            return Arrays.stream(InetAddress.getAllByName(name.group(1))).map(address -> text(address) + port);
        } catch (UnknownHostException notYet) {
            // Hazelcast says so, and asks again.
            return Stream.of(member);
        }
    }

    private static String text(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
