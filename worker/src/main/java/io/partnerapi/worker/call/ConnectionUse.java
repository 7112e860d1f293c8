package io.partnerapi.worker.call;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;
import java.lang.ref.WeakReference;
import java.time.Duration;

/**
 * How the calls of one client use one connection, and when it is retired: others' calls on it end in peace, and the next
 * call opens a new one. Confined to the event loop of its client.
 *
 * <p>Over HTTP/1.1 a connection serves one call and is closed with it if that ends badly, so only HTTP/2 needs this.
 *
 * <p>The exception that ends a stream tells of a GOAWAY too, but of the connection's first one, also when we ourselves
 * sent it: its last stream is then a number of the partner's streams, and every one of ours would seem disclaimed. So the
 * partner's own is listened for.
 */
final class ConnectionUse {
    /** Far fewer than the 100 that a partner should allow (RFC 9113, 6.5.2): what is left serves the others meanwhile. */
    static final int MOST_LOST_STREAMS = 16;

    private static final long NO_GOAWAY = Long.MAX_VALUE;

    /** Weak, since this is found by its connection. */
    private final WeakReference<HttpConnection> connection;

    private final boolean multiplexed;
    private final Duration callsOver;
    private final Goodbye goodbye;
    private volatile long lastStream = NO_GOAWAY;
    private int calls;
    private int answers;
    private int lostStreams;
    private boolean retired;

    /** @param callsOver after this long every call that is on the wire now is over */
    ConnectionUse(HttpConnection connection, Duration callsOver) {
        this.connection = new WeakReference<>(connection);
        this.callsOver = callsOver;
        this.multiplexed = connection.protocolVersion() == HttpVersion.HTTP_2;
        ChannelPipeline pipeline =
                ((HttpClientConnection) connection).channelHandlerContext().pipeline();
        if (multiplexed) {
            PartnerFrames.on(pipeline, last -> lastStream = last);
        } else {
            OneExchange.on(connection, pipeline);
        }
        goodbye = Goodbye.on(pipeline);
        // Each call is told of it; without a handler Vert.x logs it with its message, which can repeat what came.
        connection.exceptionHandler(told -> {});
    }

    /** Whether it is over, and TLS said that this was meant. */
    boolean isEndedInOrder() {
        return goodbye.isSaid();
    }

    /** The last stream that the partner does not disclaim; the greatest number until it leaves. */
    long lastStream() {
        return lastStream;
    }

    /** What became of a call on it. */
    void tell(CallResult result) {
        answers += result.arrived() ? 1 : 0;
        if (result.isMisdirected()) {
            retire();
        }
    }

    /** Whether a call on it was answered. */
    boolean served() {
        return answers > 0;
    }

    /** A call has got a stream on it. */
    void enter() {
        calls++;
    }

    /** A call that entered is over. */
    void exit() {
        calls--;
        if (calls == 0 && lostStreams > 0) {
            retire();
        }
    }

    /** How many calls on it have been answered. */
    int answers() {
        return answers;
    }

    /**
     * A call on it got no answer in time. If others did since it was written, the partner is slow with that call; else
     * perhaps nothing comes through any more, and no other call has to find that out.
     *
     * @param answersBefore those that had come when it was written
     */
    void late(int answersBefore) {
        if (answers == answersBefore) {
            retire();
        }
    }

    /**
     * A call was not written. Over HTTP/2 its stream is lost: Vert.x gives back only those that were opened on the wire.
     * Those who wait for theirs on the same connection would be disturbed, so it is retired with the last of them, or
     * when too many are lost.
     */
    void loseStream() {
        lostStreams++;
        if (lostStreams >= MOST_LOST_STREAMS) {
            retire();
        }
    }

    /** No call is written on it any more. */
    boolean retired() {
        return retired;
    }

    /** Takes it out of use. */
    void retire() {
        HttpConnection open = connection.get();
        if (multiplexed && !retired && open != null) {
            retired = true;
            open.shutdown(callsOver);
        }
    }
}
