package io.partnerapi.worker.call;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Opens requests in the version of HTTP that a partner speaks: the first connection finds out, and whoever asks meanwhile
 * waits for it.
 *
 * <p>The pool of Vert.x counts a connection that may become one of HTTP/2 as that, so that few are made at a time, and
 * makes none for those who wait when it turns out to carry one call only. Where the version is known each has its pool.
 * Confined to the event loop of its client.
 */
final class Negotiation {
    private final HttpClient client;
    private final Duration connectTimeout;
    private final Duration patience;
    private final Map<String, Future<HttpVersion>> spoken = new HashMap<>();

    /** @param connectTimeout longest time that a connection takes; half of the longest wait for one that is in use */
    Negotiation(HttpClient client, Duration connectTimeout) {
        this.client = client;
        this.connectTimeout = connectTimeout;
        // Longer than a connection of the call's own may take: its failure tells more.
        this.patience = connectTimeout.multipliedBy(2);
    }

    /**
     * The request with its connection, nothing of it written; fails as the connection did, with a {@link TimeoutException}
     * only where all connections are in use.
     */
    Future<HttpClientRequest> open(RequestOptions options) {
        String partner = options.getHost() + ":" + options.getPort();
        Future<HttpVersion> known = spoken.get(partner);
        if (known == null) {
            return find(partner, options);
        }
        return known.compose(version -> client.request(in(version, options).setConnectTimeout(patience.toMillis()))
                .onSuccess(request -> learn(partner, known, request.version()))
                .onFailure(unreachable -> spoken.remove(partner, known)));
    }

    private Future<HttpClientRequest> find(String partner, RequestOptions options) {
        Future<HttpClientRequest> first = client.request(options.setConnectTimeout(connectTimeout.toMillis()))
                .recover(failure -> Future.failedFuture(failure instanceof TimeoutException ? unanswered() : failure));
        Future<HttpVersion> version = first.map(HttpClientRequest::version);
        spoken.put(partner, version);
        version.onFailure(unreachable -> spoken.remove(partner, version));
        return first;
    }

    /** A request that names its version is for a partner that speaks that one only. */
    private static RequestOptions in(HttpVersion version, RequestOptions options) {
        return version == HttpVersion.HTTP_2 ? options : options.setProtocolVersion(version);
    }

    private void learn(String partner, Future<HttpVersion> known, HttpVersion version) {
        if (known.result() != version) {
            spoken.replace(partner, known, Future.succeededFuture(version));
        }
    }

    private ConnectException unanswered() {
        return new ConnectException("no connection within " + connectTimeout);
    }
}
