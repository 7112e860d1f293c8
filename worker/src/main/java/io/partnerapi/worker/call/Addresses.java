package io.partnerapi.worker.call;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses of partners' names, as the operating system knows them; asked for anew when half a minute old, so that
 * calls follow a name that moves. Confined to the event loop of its client.
 */
final class Addresses {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Lookup lookup;
    private final Duration fresh;
    private final Map<String, Future<List<InetAddress>>> asked = new HashMap<>();

    /** Asks for the addresses of a name, and may wait for them. */
    interface Lookup {
        InetAddress[] ask(String host) throws UnknownHostException;
    }

    /** Asks the operating system. */
    Addresses(Vertx vertx) {
        this(vertx, InetAddress::getAllByName, FRESH);
    }

    Addresses(Vertx vertx, Lookup lookup, Duration fresh) {
        this.vertx = vertx;
        this.lookup = lookup;
        this.fresh = fresh;
    }

    /** At least one, in the order of the operating system; fails with an {@link UnknownHostException} if there is none. */
    Future<List<InetAddress>> of(String host) {
        Future<List<InetAddress>> known = asked.get(host);
        if (known != null) {
            return known;
        }
        Future<List<InetAddress>> answer = vertx.executeBlocking(() -> bare(lookup.ask(host)), false);
        asked.put(host, answer);
        return answer.onSuccess(found -> vertx.setTimer(fresh.toMillis(), old -> asked.remove(host, answer)))
                .onFailure(unknown -> asked.remove(host, answer));
    }

    /** Vert.x asks for the address of whatever has a name, and remembers its answer: the first one, for good. */
    private static List<InetAddress> bare(InetAddress[] named) throws UnknownHostException {
        List<InetAddress> bare = new ArrayList<>();
        for (InetAddress address : named) {
            bare.add(
                    address instanceof Inet6Address local
                            ? Inet6Address.getByAddress(null, local.getAddress(), local.getScopeId())
                            : InetAddress.getByAddress(address.getAddress()));
        }
        return bare;
    }
}
