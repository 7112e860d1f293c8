package io.partnerapi.worker.call;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hears the partner's GOAWAY on each HTTP/2 connection that is in use. Thread-safe.
 *
 * <p>The exception that ends a stream tells of a GOAWAY too, but of the connection's first one, also when we ourselves
 * sent it: its last stream is then a number of the partner's streams, and every one of ours would seem disclaimed.
 */
final class GoAways {
    private static final long NONE = Long.MAX_VALUE;

    /** Weak: an entry lives as long as its connection, of which the pool limits the number. */
    private final Map<HttpConnection, AtomicLong> lastStreams = Collections.synchronizedMap(new WeakHashMap<>());

    /** The last stream that the partner does not disclaim; the greatest number until it leaves. */
    AtomicLong lastStream(HttpConnection connection) {
        return lastStreams.computeIfAbsent(connection, GoAways::listen);
    }

    private static AtomicLong listen(HttpConnection connection) {
        AtomicLong last = new AtomicLong(NONE);
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            connection.goAwayHandler(goAway -> last.set(goAway.getLastStreamId()));
        }
        return last;
    }
}
