package io.partnerapi.worker.call;

import io.netty.channel.unix.Errors;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.HeaderListSizeException;
import io.netty.handler.ssl.NotSslRecordException;
import io.partnerapi.worker.call.CallResult.Disclaimed;
import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.partnerapi.worker.call.CallResult.Withheld;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What proves that the partner did not process a call, and what does not: pure.
 *
 * <pre>
 *   what is known                               result    because
 *   no connection: name, refused, timeout, TLS  NotSent   there was nothing to write to
 *   all connections are in use                  Withheld  there was nothing to write to
 *   connection lost before the first write      NotSent   nothing was written
 *   its HTTP/2 stream was never opened          NotSent   a frame needs the number of a stream
 *   its head met a closed TLS engine            NotSent   bytes that are not sealed do not leave
 *   its head is larger than the partner allows  NotSent   RFC 9113, 6.5.2: it was not encoded
 *   RST_STREAM with REFUSED_STREAM              NotSent   RFC 9113, 8.7: closed before any processing
 *   GOAWAY, its last stream is before ours      NotSent   RFC 9113, 6.8: ours was not and will not be processed
 *   GOAWAY, its last stream is ours or later    NoAnswer  RFC 9113, 6.8: ours may have been acted on
 *   GOAWAY that we sent                         NoAnswer  it counts the partner's streams, not ours
 *   RST_STREAM with another code                NoAnswer  it says why, not how far it came
 *   a write that failed in another way          NoAnswer  part of it may be out
 *   closed or reset after the write             NoAnswer
 *   answer broken off, by whatever              NoAnswer  somebody worked on it; a refusal now contradicts itself
 *   answer that only the connection ended,
 *     and neither TLS nor JSON says at its end  NoAnswer  RFC 9112, 9.8: the rest may be missing
 *   answer whose status is not 200 to 599       NoAnswer  RFC 9110, 15: invalid, says no more than a 5xx
 *   no whole answer in time                     NoAnswer
 *   no whole answer before this worker ended    NoAnswer
 * </pre>
 *
 * Connections end, and that is no fault of the partner. So what says NotSent of a GOAWAY is Disclaimed where the partner took
 * other streams, and of a connection or stream that was lost before the write Withheld where others had been answered. A whole
 * answer is judged elsewhere, by its status. What is in no row above counts as "may have been processed".
 */
final class Proof {
    /** RFC 9113, 7. */
    private static final long REFUSED_STREAM = 0x7;

    /** What Netty's SslHandler says of bytes that it still held in the clear; another wording proves nothing. */
    private static final String TLS_CLOSED = "SSLEngine closed already";

    /** What the system and we ourselves say of a connection. */
    private static final List<Class<? extends Throwable>> REPEATS_NOTHING = List.of(
            HttpClosedException.class,
            ClosedChannelException.class,
            SocketException.class,
            Errors.NativeIoException.class,
            TooLongFrameException.class,
            CorruptedFrameException.class);

    private Proof() {}

    /**
     * What became of a request that was handed to a connection.
     *
     * @param head how the write of its head ended. An error of the connection reaches all its requests, also those that
     *     were sent long ago, and a body may be held back after its head has left: only the head's own write proves
     *     that nothing left
     * @param stream the number of its HTTP/2 stream, negative if it was never opened; 0 over HTTP/1.1
     * @param lastStream the last stream that the partner's GOAWAY does not disclaim
     * @param served whether a call on the connection was answered: that it ends is then no fault of the partner
     */
    record Sending(AsyncResult<Void> head, long stream, long lastStream, boolean served) {}

    /**
     * @param failure a {@link TimeoutException} where none got free in time, a {@link CancellationException} where another
     *     tried in vain, who tells of it
     * @param inUse whether calls are on the wire: without any, a connection that nobody gets is none
     */
    static CallResult withoutConnection(Throwable failure, boolean inUse) {
        return failure instanceof CancellationException || failure instanceof TimeoutException && inUse
                ? new Withheld()
                : new NotSent(describe(failure));
    }

    /** @param served as in {@link Sending} */
    static CallResult beforeWriting(Throwable failure, boolean served) {
        return served ? new Withheld() : new NotSent("connection lost: " + onConnection(failure));
    }

    static CallResult afterWriting(Throwable failure, Sending sending) {
        if (failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM) {
            return new NotSent("the partner refused the HTTP/2 stream unprocessed");
        }
        if (sending.stream() > sending.lastStream()) {
            return sending.lastStream() > 0
                    ? new Disclaimed()
                    : new NotSent("the partner left (GOAWAY) and will not process the HTTP/2 stream");
        }
        if (sending.head().cause() instanceof HeaderListSizeException) {
            return new NotSent("the partner takes no head of a request as large as this one", true);
        }
        if (sending.head().failed() && neverLeft(sending)) {
            return sending.served()
                    ? new Withheld()
                    : new NotSent("the connection was closed before anything of the request was written");
        }
        return new NoAnswer(onConnection(failure));
    }

    static CallResult brokenOff(Throwable failure) {
        return new NoAnswer("answer broken off: " + onConnection(failure));
    }

    static CallResult cutOff() {
        return new NoAnswer("answer broken off: the connection ended, and nothing says that the answer did");
    }

    static CallResult noStatus() {
        return new NoAnswer("what came is no answer: its status is not 200 to 599");
    }

    static CallResult late(Duration limit) {
        return new NoAnswer("no whole answer within " + limit);
    }

    static CallResult stopped() {
        return new NoAnswer("the worker was asked to stop, and could wait for the answer no longer", null, false);
    }

    private static boolean neverLeft(Sending sending) {
        return sending.stream() < 0 || TLS_CLOSED.equals(sending.head().cause().getMessage());
    }

    private static String describe(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "host not found: " + failure.getMessage();
        }
        if (failure instanceof NotSslRecordException) {
            // Its message repeats what came.
            return "TLS failed: what came is not TLS";
        }
        if (failure instanceof SSLException) {
            return "TLS failed: " + message(root(failure)) + " (is the authority in partner.trusted-certificates?)";
        }
        return message(root(failure));
    }

    /** Messages about what came can repeat it, which may be anybody's data: only those are passed on that cannot. */
    private static String onConnection(Throwable failure) {
        if (failure instanceof StreamResetException reset) {
            return "HTTP/2 stream reset by the partner, code " + reset.getCode();
        }
        Throwable cause = root(failure);
        if (cause instanceof Http2Exception protocol) {
            return "not an answer of HTTP/2: " + protocol.error();
        }
        return REPEATS_NOTHING.stream().anyMatch(type -> type.isInstance(cause))
                ? message(cause)
                : cause.getClass().getSimpleName();
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
