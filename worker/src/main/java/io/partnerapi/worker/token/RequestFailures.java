package io.partnerapi.worker.token;

import io.netty.handler.ssl.NotSslRecordException;
import io.partnerapi.worker.token.Refusal.Retry;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** Tells in words why a token request had no answer, and whether the partner may have seen it. */
final class RequestFailures {

    private static final int DEEPEST_CAUSE = 10;

    private RequestFailures() {}

    static Refusal of(Throwable failure, URI url, Duration timeout) {
        String endpoint = endpoint(url);
        if (find(failure, UnknownHostException.class).isPresent()) {
            return notSent(endpoint + "host not found", "Check partner.token-url and the name service");
        }
        Optional<GeneralSecurityException> certificate = find(failure, GeneralSecurityException.class);
        if (certificate.isPresent()) {
            return notSent(
                    endpoint + "certificate not trusted: " + message(certificate.get()),
                    "Add the authority to partner.trusted-certificates if you trust it");
        }
        Optional<SSLHandshakeException> handshake = find(failure, SSLHandshakeException.class);
        if (handshake.isPresent()) {
            return notSent(
                    endpoint + "no TLS connection: " + message(handshake.get()),
                    "Check partner.token-url: it must be an https address");
        }
        Optional<ConnectException> connect = find(failure, ConnectException.class);
        if (connect.isPresent()) {
            return notSent(
                    endpoint + "cannot connect: " + message(connect.get()),
                    "Check partner.token-url, and that the network lets this host reach it");
        }
        if (find(failure, NotSslRecordException.class).isPresent()) {
            // Its message repeats what came.
            return notSent(
                    endpoint + "no TLS connection: what came is not TLS",
                    "Check partner.token-url: it must be an https address");
        }
        if (find(failure, TimeoutException.class).isPresent()) {
            return mayBeSent(endpoint + "no answer within " + timeout.toSeconds() + " s");
        }
        return mayBeSent(endpoint + "the connection failed: " + message(failure));
    }

    /** Of a request for which there was no connection: whatever failed, nothing was written. */
    static Refusal unconnected(Throwable failure, URI url, Duration timeout) {
        Refusal known = of(failure, url, timeout);
        if (!known.mayHaveBeenIssued()) {
            return known;
        }
        boolean late = find(failure, TimeoutException.class).isPresent();
        return notSent(
                endpoint(url)
                        + (late
                                ? "no connection within " + timeout.toSeconds() + " s"
                                : "no connection: " + message(failure)),
                "Check partner.token-url, and that the network lets this host reach it");
    }

    private static String endpoint(URI url) {
        return "token endpoint " + url.getScheme() + "://" + url.getAuthority() + ": ";
    }

    /** The worker was stopped for so long that another may ask by now. */
    static Refusal tooLate() {
        return notSent("this worker was paused and let its claim lapse", "Wait a few seconds");
    }

    private static Refusal notSent(String reason, String advice) {
        return new Refusal(Retry.BACKOFF, Duration.ZERO, false, "ENDPOINT_UNREACHABLE", reason, advice);
    }

    private static Refusal mayBeSent(String reason) {
        return new Refusal(
                Retry.BACKOFF,
                Duration.ZERO,
                true,
                "NO_ANSWER",
                reason,
                "Wait: it goes on by itself; the partner or the network must be repaired");
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(type::isInstance)
                .reduce((outer, inner) -> inner)
                .map(type::cast);
    }

    static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
