package io.partnerapi.worker.call;

import io.partnerapi.worker.call.CallResult.NoAnswer;
import io.partnerapi.worker.call.CallResult.NotSent;
import io.vertx.core.http.StreamResetException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Transport failures: what they prove, and in words for people. */
final class Failures {
    /** RFC 9113, 7: the stream was closed prior to any processing; RFC 9113, 8.7: the request can be sent again. */
    private static final long REFUSED_STREAM = 0x7;

    private Failures() {}

    /** What a failure means once the request was handed to a connection. */
    static CallResult afterWriting(Throwable failure) {
        return failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM
                ? new NotSent("the partner refused the HTTP/2 stream unprocessed")
                : new NoAnswer(describe(failure));
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
