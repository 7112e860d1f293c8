package io.partnerapi.worker.token;

import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.worker.call.PartnerClients;
import io.partnerapi.worker.call.TrustedAuthorities;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A sandbox partner and what a worker needs to ask it for tokens. */
final class Partner implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(30);

    final PartnerApi api;
    final Vertx vertx = Vertx.vertx();

    Partner(Path folder) {
        this(PartnerApiOptions.in(folder).withRules(rules -> rules.withoutLatency()));
    }

    Partner(PartnerApiOptions options) {
        this.api = PartnerApi.start(options);
    }

    TokenSettings settings(ClientSecret secret) {
        return settings(api.tokenUrl(), secret);
    }

    static TokenSettings settings(URI url, ClientSecret secret) {
        Credentials known = Credentials.SANDBOX;
        return new TokenSettings(url, TokenRequest.JSON, known.audience(), known.clientId(), secret);
    }

    static ClientSecret secret() {
        return new ClientSecret.Inline(Credentials.SANDBOX.clientSecret());
    }

    TokenEndpoint endpoint() {
        return endpoint(settings(secret()), TIMEOUT);
    }

    TokenEndpoint endpoint(TokenSettings settings, Duration timeout) {
        return new TokenEndpoint(client(), settings, timeout, Clock.systemUTC());
    }

    private WebClient client() {
        try {
            return WebClient.wrap(PartnerClients.oncePerConnection(vertx, new TrustedAuthorities(api.caFile())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
        api.close();
    }
}
