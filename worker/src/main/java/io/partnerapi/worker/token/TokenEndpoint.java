package io.partnerapi.worker.token;

import io.vertx.core.Future;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

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

    /** Asks once; the future never fails: no answer is an answer too. */
    Future<TokenAnswer> ask(String secret) {
        URI url = settings.tokenUrl();
        HttpRequest<String> request = client.postAbs(url.toString())
                .putHeader("Accept", "application/json")
                .followRedirects(false)
                .timeout(timeout.toMillis())
                .as(BoundedBody::new);
        return settings.request()
                .send(request, settings, secret)
                .map(this::classify)
                .otherwise(failure -> new TokenAnswer.NoAnswer(RequestFailures.of(failure, url, timeout)));
    }

    private TokenAnswer classify(HttpResponse<String> response) {
        String body = Objects.requireNonNullElse(response.body(), "");
        return TokenAnswers.classify(response.statusCode(), response.headers(), body, clock.instant());
    }
}
