package io.partnerapi.worker.call;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.HttpClientConnection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Makes HTTP clients for the partner: HTTP/2 where it is offered, else a pool of HTTP/1.1 connections; TLS verified.
 *
 * <p>No idle time is set: Vert.x counts it from the last read, also from before a call, and would cut a slow call on a
 * connection that had been quiet. A call has a time limit of its own; one that exceeds it takes its connection out of use if no other call on it was answered meanwhile.
 */
public final class PartnerClients implements Supplier<HttpClient> {
    /** Below the idle timeout of the load balancers in front of such APIs, 60 s: we close, they do not. */
    private static final int IDLE_SECONDS = 30;

    /** With few streams on each, still that many calls at once; where there are many, the others are never made. */
    private static final int HTTP2_CONNECTIONS = 8;
    /** Most of an answer's headers that are read; what has more is no answer. */
    static final int MAX_HEADER_BYTES = 1 << 20;

    private final Vertx vertx;
    private final HttpClientOptions options;
    private final PoolOptions pool;
    private final AtomicInteger connections = new AtomicInteger();

    /** @param calls calls at once of one client: no call waits for a connection of the pool */
    public PartnerClients(Vertx vertx, PartnerSettings partner, TrustedAuthorities authorities, int calls) {
        this.vertx = vertx;
        this.options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setTrustOptions(authorities.options())
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setConnectTimeout((int) partner.connectTimeout().toMillis())
                .setSslHandshakeTimeout(partner.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(MAX_HEADER_BYTES))
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setHttp2KeepAliveTimeout(IDLE_SECONDS);
        this.pool = new PoolOptions().setHttp1MaxSize(calls).setHttp2MaxSize(HTTP2_CONNECTIONS);
    }

    /** A client for what is asked hours after the last time and never repeated: a connection kept so long may be dead. */
    public static HttpClient oncePerConnection(Vertx vertx, TrustedAuthorities authorities) {
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setVerifyHost(true)
                        .setTrustOptions(authorities.options())
                        .setKeepAlive(false))
                .withConnectHandler(connection -> OneExchange.on(
                        connection,
                        ((HttpClientConnection) connection)
                                .channelHandlerContext()
                                .pipeline()))
                .build();
    }

    @Override
    public HttpClient get() {
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> {
                    connections.incrementAndGet();
                    connection.closeHandler(closed -> connections.decrementAndGet());
                })
                .build();
    }

    /** Open connections of all clients; any thread. */
    public int connections() {
        return connections.get();
    }
}
