package io.partnerapi.worker.ops;

import io.partnerapi.worker.check.InvalidSettings;
import io.partnerapi.worker.check.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves health, metrics and status over HTTP, for reading only: GET and HEAD without a body.
 *
 * <p>It has no authentication and shows no secret and no body, but where commands stand to whoever knows their id or key; it is meant for the network of those who run the worker.
 */
public final class OpsServer {

    private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);
    private static final int LONGEST_REQUEST_LINE = 1 << 10;
    private static final int LONGEST_HEADERS = 8 << 10;

    private static final String JSON = "application/json; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Partner worker</title>
            <h1>Partner worker</h1>
            <ul>
              <li><a href="/status">/status</a>: who this worker is and what it waits for; with
              <code>?id=</code> or <code>?key=</code>, why those commands wait</li>
              <li><a href="/health/ready">/health/ready</a>: whether it can work</li>
              <li><a href="/health/live">/health/live</a>: whether it should be left alone</li>
              <li><a href="/metrics">/metrics</a>: numbers, for Prometheus</li>
            </ul>
            </html>
            """;

    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);

    private final Vertx vertx;
    private final OpsSettings settings;
    private final Status status;
    private final Metrics metrics;
    private final HttpServer server;

    /** The scrape under way, shared by all who ask meanwhile; touched on the server's event loop only. */
    private @Nullable Future<String> scrape;

    /** A server that does not listen yet. */
    public OpsServer(Vertx vertx, OpsSettings settings, Status status, Metrics metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.status = status;
        this.metrics = metrics;
        this.server = vertx.createHttpServer(options(settings)).requestHandler(this::admit);
    }

    private static HttpServerOptions options(OpsSettings settings) {
        HttpServerOptions options = new HttpServerOptions();
        options.setHost(settings.host())
                .setPort(settings.port())
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) LONGEST_IDLE.toMillis());
        return options;
    }

    /** Listens, and answers the port it listens on; fails if it cannot, saying what to change. */
    public Future<Integer> start() {
        return server.listen()
                .map(HttpServer::actualPort)
                .onSuccess(port ->
                        LOG.info("Health, metrics and status: listening on http://{}:{}", settings.host(), port))
                .recover(failure -> Future.failedFuture(cannotListen(failure)));
    }

    private InvalidSettings cannotListen(Throwable failure) {
        String rule = failure instanceof BindException
                ? "is taken, or is no address of this machine"
                : "cannot be listened on (" + failure.getMessage() + ")";
        return new InvalidSettings(List.of(new Problem(
                "worker.http.host and worker.http.port",
                settings.host() + ":" + settings.port(),
                rule,
                "Choose another port, or 0 for a free one")));
    }

    /** Stops listening and ends the connections. */
    public Future<Void> close() {
        return server.close();
    }

    private void admit(HttpServerRequest request) {
        if (hasBody(request)) {
            answer(request, 400, PLAIN, "A request here has no body.\n")
                    .onComplete(written -> request.connection().close());
        } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            answer(request, 405, PLAIN, "Only GET and HEAD are answered here.\n");
        } else {
            route(request);
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private void route(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        switch (path) {
            case "/" -> answer(request, 200, HTML, PAGE);
            case "/status" -> status(request);
            case "/health/live" -> answer(request, status.health().liveness());
            case "/health/ready" -> answer(request, status.health().readiness());
            case "/metrics" -> scrape(request);
            default -> answer(request, 404, PLAIN, "There is nothing here; / lists what there is.\n");
        }
    }

    private void status(HttpServerRequest request) {
        status.json(request.params())
                .onSuccess(json -> answer(request, 200, JSON, json.encodePrettily()))
                .onFailure(failure -> {
                    LOG.error("The status could not be told", failure);
                    answer(request, 500, PLAIN, "The status could not be told; the log says why.\n");
                });
    }

    private void scrape(HttpServerRequest request) {
        if (scrape == null || scrape.isComplete()) {
            scrape = vertx.executeBlocking(metrics::scrape);
        }
        scrape.onSuccess(text -> answer(request, 200, PROMETHEUS, text)).onFailure(failure -> {
            LOG.error("The metrics could not be read", failure);
            answer(request, 500, PLAIN, "The metrics could not be read; the log says why.\n");
        });
    }

    private static void answer(HttpServerRequest request, Health.Report report) {
        answer(request, report.up() ? 200 : 503, JSON, report.json().encodePrettily());
    }

    private static Future<Void> answer(HttpServerRequest request, int code, String type, String body) {
        return request.response()
                .setStatusCode(code)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }
}
