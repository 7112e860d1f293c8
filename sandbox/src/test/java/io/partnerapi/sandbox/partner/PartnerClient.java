package io.partnerapi.sandbox.partner;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A real client over real TLS: it trusts one authority and verifies host names. */
final class PartnerClient implements AutoCloseable {
    private static final long TIMEOUT_MILLIS = 20_000;

    private final Vertx vertx = Vertx.vertx();
    private final PartnerApi api;
    private final WebClient client;

    PartnerClient(PartnerApi api, HttpVersion version) {
        this(api, options(version, api.caFile()));
    }

    PartnerClient(PartnerApi api, HttpClientOptions options) {
        this(api, options, "127.0.0.1");
    }

    PartnerClient(PartnerApi api, HttpClientOptions options, String localAddress) {
        HttpClientConfig config = new HttpClientConfig(options);
        config.getTcpConfig().setLocalAddress(SocketAddress.inetSocketAddress(0, localAddress));
        this.api = api;
        this.client = WebClient.wrap(vertx.createHttpClient(config, options.getSslOptions()));
    }

    static HttpClientOptions options(HttpVersion version, Path trusted) {
        return new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(version)
                .setVerifyHost(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(trusted.toString()));
    }

    static JsonObject tokenRequest() {
        return new JsonObject()
                .put("client_id", Credentials.SANDBOX.clientId())
                .put("client_secret", Credentials.SANDBOX.clientSecret())
                .put("audience", Credentials.SANDBOX.audience())
                .put("grant_type", "client_credentials");
    }

    HttpResponse<Buffer> requestToken() {
        return request(HttpMethod.POST, api.tokenUrl())
                .sendJsonObject(tokenRequest())
                .await();
    }

    String token() {
        return requestToken().bodyAsJsonObject().getString("access_token");
    }

    HttpResponse<Buffer> get(String token, String path) {
        return sent(call(HttpMethod.GET, path, token), null).await();
    }

    HttpResponse<Buffer> send(HttpMethod method, String token, String path, JsonObject body) {
        return sent(call(method, path, token), body).await();
    }

    Future<HttpResponse<Buffer>> sent(HttpRequest<Buffer> request, @Nullable JsonObject body) {
        return body == null ? request.send() : request.sendJsonObject(body);
    }

    /** A call of the API with all headers it wants; {@code path} begins after {@code /api/}. */
    HttpRequest<Buffer> call(HttpMethod method, String path, String token) {
        return request(method, api.baseUrl().resolve(path))
                .bearerTokenAuthentication(token)
                .putHeader("Pliant-API-Version", "2.1.0");
    }

    HttpRequest<Buffer> pci(HttpMethod method, String path, String token) {
        return request(method, api.pciBaseUrl().resolve(path))
                .bearerTokenAuthentication(token)
                .putHeader("Pliant-API-Version", "2.1.0");
    }

    HttpRequest<Buffer> control(HttpMethod method, String path) {
        return request(method, api.controlUrl().resolve(path)).ssl(false);
    }

    HttpRequest<Buffer> request(HttpMethod method, URI uri) {
        return client.requestAbs(method, uri.toString()).timeout(TIMEOUT_MILLIS);
    }

    @Override
    public void close() {
        client.close();
        vertx.close().await();
    }
}
