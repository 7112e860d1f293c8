package io.partnerapi.worker.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * Opens requests at the address where a partner answers, and in the version of HTTP that it speaks: the first connection
 * finds out, and whoever asks meanwhile waits for it. A partner whose name has left that address is looked for anew.
 *
 * <p>The pool of Vert.x counts a connection that may become one of HTTP/2 as that, so that few are made at a time, and
 * makes none for those who wait when it turns out to carry one call only. Where the version is known each has its pool.
 * Confined to the event loop of its client.
 */
final class Negotiation {
    private final HttpClient client;
    private final Addresses addresses;
    private final Duration connectTimeout;
    private final Duration patience;
    private final Map<String, Future<Spoken>> spoken = new HashMap<>();
    private final Map<SocketAddress, HttpVersion> lastSpoken = new HashMap<>();

    /** What a partner speaks at one of its addresses. */
    private record Spoken(InetAddress address, HttpVersion version) {}

    /** @param connectTimeout longest time that a connection takes; half of the longest wait for one that is in use */
    Negotiation(HttpClient client, Addresses addresses, Duration connectTimeout) {
        this.client = client;
        this.addresses = addresses;
        this.connectTimeout = connectTimeout;
        // In it a connection is made or fails: TCP and TLS have this time each.
        this.patience = connectTimeout.multipliedBy(2);
    }

    /**
     * The request with its connection, nothing of it written; fails as the connection to the last address did: with a
     * {@link TimeoutException} where none got free or was made in time, with a {@link CancellationException} where
     * another's connection was waited for and failed.
     */
    Future<HttpClientRequest> open(RequestOptions options) {
        return addresses.of(options.getHost()).compose(now -> {
            String partner = options.getHost() + ":" + options.getPort();
            Future<Spoken> known = spoken.get(partner);
            if (known == null
                    || known.succeeded() && !now.contains(known.result().address())) {
                return find(partner, options, now);
            }
            return known.recover(failure -> Future.failedFuture(new CancellationException()))
                    .compose(there -> open(partner, options, known, there));
        });
    }

    private Future<HttpClientRequest> open(String partner, RequestOptions options, Future<Spoken> known, Spoken there) {
        return client.request(in(there.version(), at(there.address(), options)).setConnectTimeout(patience.toMillis()))
                .onSuccess(request -> learn(partner, known, request.version()))
                .onFailure(failure -> {
                    // That all are in use says nothing of the partner.
                    if (!(failure instanceof TimeoutException)) {
                        spoken.remove(partner, known);
                    }
                });
    }

    /** Where one address does not take the connection the next one is tried. */
    private Future<HttpClientRequest> find(String partner, RequestOptions options, List<InetAddress> now) {
        Promise<Spoken> found = Promise.promise();
        Future<Spoken> finding = found.future();
        spoken.put(partner, finding);
        finding.onFailure(unreachable -> spoken.remove(partner, finding))
                .onSuccess(there -> lastSpoken.put(server(there.address(), options), there.version()));
        return find(options, now, 0, found).onFailure(found::fail);
    }

    /** In the version that was spoken there: its pool may have connections, though the partner takes no more. */
    private Future<HttpClientRequest> find(
            RequestOptions options, List<InetAddress> now, int index, Promise<Spoken> found) {
        InetAddress address = now.get(index);
        HttpVersion version = lastSpoken.getOrDefault(server(address, options), HttpVersion.HTTP_2);
        return client.request(in(version, at(address, options)).setConnectTimeout(connectTimeout.toMillis()))
                .onSuccess(request -> found.complete(new Spoken(address, request.version())))
                .recover(failure -> {
                    // Perhaps it speaks another version by now.
                    lastSpoken.remove(server(address, options));
                    return index + 1 < now.size() ? find(options, now, index + 1, found) : Future.failedFuture(failure);
                });
    }

    private static RequestOptions at(InetAddress address, RequestOptions options) {
        return new RequestOptions(options).setServer(server(address, options));
    }

    private static SocketAddress server(InetAddress address, RequestOptions options) {
        return SocketAddress.inetSocketAddress(new InetSocketAddress(address, options.getPort()));
    }

    /** A request that names its version is for a partner that speaks that one only. */
    private static RequestOptions in(HttpVersion version, RequestOptions options) {
        return version == HttpVersion.HTTP_2 ? options : options.setProtocolVersion(version);
    }

    private void learn(String partner, Future<Spoken> known, HttpVersion version) {
        if (known.result().version() != version) {
            spoken.replace(
                    partner,
                    known,
                    Future.succeededFuture(new Spoken(known.result().address(), version)));
        }
    }
}
