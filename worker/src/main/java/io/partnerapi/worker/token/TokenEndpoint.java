package io.partnerapi.worker.token;

import io.vertx.core.Future;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Asks the partner for a token: one request, never repeated and never redirected. */
public final class TokenEndpoint {

    private final WebClient client;
    private final TokenSettings settings;
    private final Duration timeout;
    private final Clock clock;

    /**
     * @param client verifies certificates and host names; knows the authorities that are trusted
     * @param timeout longest wait for a whole answer
     */
    public TokenEndpoint(WebClient client, TokenSettings settings, Duration timeout, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.timeout = timeout;
        this.clock = clock;
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * Asks once; the future never fails: no answer is an answer too.
     *
     * @param gate looked at when there is a connection: whether the request may still be written
     */
    Future<TokenAnswer> ask(String secret, BooleanSupplier gate) {
        URI url = settings.tokenUrl();
        TokenRequest form = settings.request();
        AtomicBoolean over = new AtomicBoolean();
        GatedBody body = new GatedBody(form.body(settings, secret), () -> !over.get() && gate.getAsBoolean());
        HttpRequest<String> request = client.postAbs(url.toString())
                .putHeader("Accept", "application/json")
                .putHeader("Content-Type", form.contentType())
                .putHeader("Content-Length", String.valueOf(body.length()))
                .followRedirects(false)
                .timeout(timeout.toMillis())
                .as(BoundedBody::new);
        form.authorization(settings, secret).ifPresent(value -> request.putHeader("Authorization", value));
        // The client's own timeout begins anew with each part of an answer.
        return request.sendStream(body)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(ended -> over.set(true))
                .map(this::classify)
                .otherwise(failure -> new TokenAnswer.NoAnswer(whatFailed(failure, body, url)));
    }

    private Refusal whatFailed(Throwable failure, GatedBody body, URI url) {
        if (body.withheld()) {
            return RequestFailures.tooLate();
        }
        return body.wanted()
                ? RequestFailures.of(failure, url, timeout)
                : RequestFailures.unconnected(failure, url, timeout);
    }

    private TokenAnswer classify(HttpResponse<String> response) {
        String body = Objects.requireNonNullElse(response.body(), "");
        return TokenAnswers.classify(response.statusCode(), response.headers(), body, clock.instant());
    }
}
