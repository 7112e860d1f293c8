package io.partnerapi.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partnerapi.worker.check.InvalidSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsServerTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Condition polling = new Condition("polling", CLOCK);
    private final Condition token = new Condition("token", CLOCK);
    private final Metrics metrics = new Metrics();
    private final OpsServer server = server(0);
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = await(server.start());
    }

    @AfterEach
    void stop() throws Exception {
        await(server.close());
        metrics.close();
        await(vertx.close());
    }

    @Test
    void aStartingWorkerLivesButIsNotReady() throws Exception {
        // Given a server whose conditions nobody has reported on

        // When
        HttpResponse<String> live = get("/health/live");
        HttpResponse<String> ready = get("/health/ready");

        // Then
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(ready.body()))
                .isEqualTo(new JsonObject()
                        .put("status", "DOWN")
                        .put("checks", new JsonArray().add(starting("polling")).add(starting("token"))));
    }

    @Test
    void itIsReadyWhenEveryConditionIsUp() throws Exception {
        // Given
        polling.up();
        token.up();

        // When
        HttpResponse<String> ready = get("/health/ready");

        // Then
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        assertThat(new JsonObject(ready.body()))
                .isEqualTo(new JsonObject()
                        .put("status", "UP")
                        .put("checks", new JsonArray().add(up("polling")).add(up("token"))));
    }

    @Test
    void aConditionOfWorkThatIsDownSaysWhyAndTheWorkerLivesOn() throws Exception {
        // Given
        polling.up();
        token.down("the token quota is spent", "Wait until the hour is over");

        // When
        HttpResponse<String> live = get("/health/live");
        HttpResponse<String> ready = get("/health/ready");

        // Then
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(ready.body()).getJsonArray("checks").getJsonObject(1))
                .isEqualTo(new JsonObject()
                        .put("name", "token")
                        .put("status", "DOWN")
                        .put("since", NOW.toString())
                        .put("reason", "the token quota is spent")
                        .put("advice", "Wait until the hour is over"));
    }

    @Test
    void aConditionOfLifeThatIsDownEndsBoth() throws Exception {
        // Given
        token.up();
        polling.down("the poll thread died", "Restart the worker");

        // When
        HttpResponse<String> live = get("/health/live");
        HttpResponse<String> ready = get("/health/ready");

        // Then
        assertThat(live.statusCode()).isEqualTo(503);
        assertThat(live.body()).contains("the poll thread died");
        assertThat(ready.statusCode()).isEqualTo(503);
    }

    @Test
    void theStatusSaysWhoTheWorkerIs() throws Exception {
        // Given
        polling.up();
        token.up();

        // When
        HttpResponse<String> status = get("/status");

        // Then
        assertThat(new JsonObject(status.body()))
                .isEqualTo(new JsonObject()
                        .put("worker", "w-1")
                        .put("version", "1.2.3")
                        .put("started", NOW.toString())
                        .put("conditions", new JsonArray().add(up("polling")).add(up("token"))));
    }

    @Test
    void metricsAreInTheTextFormOfPrometheus() throws Exception {
        // Given
        metrics.registry().counter("worker.test.things").increment(3);

        // When
        HttpResponse<String> answer = get("/metrics");

        // Then
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body().lines())
                .contains("worker_test_things_total 3.0")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(line -> line.startsWith("jvm_threads_live_threads "))
                .anyMatch(line -> line.startsWith("system_cpu_count "))
                .anyMatch(line -> line.startsWith("process_uptime_seconds "));
    }

    @Test
    void thePageLinksToEverythingThereIs() throws Exception {
        // Given
        String links = "(?s).*href=\"/status\".*href=\"/health/ready\".*href=\"/health/live\".*href=\"/metrics\".*";

        // When
        HttpResponse<String> page = get("/");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body()).matches(links);
    }

    @ParameterizedTest
    @CsvSource({"GET, /nothing, 404", "GET, /health/live/, 404", "DELETE, /status, 405", "POST, /nothing, 405"})
    void whatItDoesNotServeItSays(String method, String path, int expected) throws Exception {
        // Given
        HttpRequest request =
                request(path).method(method, BodyPublishers.noBody()).build();

        // When
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(expected);
        assertThat(answer.body()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/status", "/health/live", "/metrics"})
    void headAnswersAsGetDoesWithoutTheBody(String path) throws Exception {
        // Given
        HttpRequest head = request(path).method("HEAD", BodyPublishers.noBody()).build();

        // When
        HttpResponse<String> answer = client.send(head, BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyIsRefusedWithoutWaitingForIt() throws Exception {
        // Given
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);

            // When
            socket.getOutputStream()
                    .write("GET /status HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            // Then
            assertThat(answer).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void manyWhoAskForMetricsAtOnceAreAllAnswered() {
        // Given
        List<HttpRequest> requests =
                Stream.generate(() -> request("/metrics").build()).limit(50).toList();

        // When
        List<CompletableFuture<HttpResponse<String>>> answers = requests.stream()
                .map(request -> client.sendAsync(request, BodyHandlers.ofString()))
                .toList();

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer)
                .succeedsWithin(Duration.ofMinutes(1))
                .satisfies(response -> assertThat(response.body()).contains("jvm_memory_used_bytes")));
    }

    @Test
    void aTakenPortIsToldWithWhatToDo() {
        // Given
        OpsServer second = server(port);

        // When
        Future<Integer> started = second.start();

        // Then
        assertThatThrownBy(() -> await(started))
                .hasRootCauseInstanceOf(InvalidSettings.class)
                .hasStackTraceContaining("worker.http.host and worker.http.port = 127.0.0.1:" + port
                        + ": is taken, or is no address of this machine. Choose another port, or 0 for a free one.");
    }

    private OpsServer server(int onPort) {
        Health health = new Health(List.of(polling), List.of(token));
        return new OpsServer(
                vertx,
                new OpsSettings("127.0.0.1", onPort, LogFormat.PLAIN),
                new Status("w-1", "1.2.3", NOW, health),
                metrics);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static JsonObject up(String name) {
        return new JsonObject().put("name", name).put("status", "UP").put("since", NOW.toString());
    }

    private static JsonObject starting(String name) {
        return new JsonObject()
                .put("name", name)
                .put("status", "DOWN")
                .put("since", NOW.toString())
                .put("reason", "starting")
                .put("advice", "Wait; if it stays, the log says what it waits for");
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
