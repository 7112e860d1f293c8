package io.partnerapi.worker.call;

import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.StreamResetException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;

/** Transport failures: what they prove, and in words for people. */
final class Failures {
    /** RFC 9113, 7: the stream was closed prior to any processing; RFC 9113, 8.7: the request can be sent again. */
    private static final long REFUSED_STREAM = 0x7;

    /**
     * How Netty's messages begin when it did not write: its SslHandler held the request in the clear when the connection
     * was closed, or the HTTP/2 stream was never created. Another wording would count as "may have been processed".
     */
    private static final List<String> NEVER_WRITTEN =
            List.of("SSLEngine closed already", "Attempted to create stream id ", "Cannot create stream ");

    private Failures() {}

    /**
     * What a failure means once the request was handed to a connection.
     *
     * @param written how the request's own write ended. Only that can prove that nothing was written: an error of the
     *     connection reaches all its requests, also those that were sent long ago
     */
    static CallResult afterWriting(Throwable failure, AsyncResult<Void> written) {
        if (failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM) {
            return new NotSent("the partner refused the HTTP/2 stream unprocessed");
        }
        if (written.failed() && neverWritten(String.valueOf(written.cause().getMessage()))) {
            return new NotSent("the connection was closed before anything of the request was written");
        }
        return new NoAnswer(describe(failure));
    }

    private static boolean neverWritten(String message) {
        return NEVER_WRITTEN.stream().anyMatch(message::startsWith);
    }

    static String describe(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "host not found: " + failure.getMessage();
        }
        if (failure instanceof SSLException) {
            return "TLS failed: " + root(failure) + " (is the authority in partner.trusted-certificates?)";
        }
        if (failure instanceof StreamResetException reset) {
            return "HTTP/2 stream reset by the partner, code " + reset.getCode();
        }
        return root(failure);
    }

    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
