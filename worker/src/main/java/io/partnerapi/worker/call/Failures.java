package io.partnerapi.worker.call;

import io.vertx.core.http.StreamResetException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Transport failures in words for people. */
final class Failures {
    private Failures() {}

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
