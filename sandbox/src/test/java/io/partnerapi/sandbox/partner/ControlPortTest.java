package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlPortTest {
    @TempDir
    Path folder;

    private PartnerApi api;
    private PartnerClient client;

    @BeforeEach
    void start() {
        api = PartnerApi.start(PartnerApiOptions.in(folder).withRules(Rules::withoutLatency));
        client = new PartnerClient(api, HttpVersion.HTTP_1_1);
    }

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void tellsThatItIsUp() {
        // When
        HttpResponse<Buffer> response = control(HttpMethod.GET, "/health");

        // Then
        assertThat(response.bodyAsJsonObject()).isEqualTo(new JsonObject().put("status", "UP"));
    }

    @Test
    void readsTheLedgerPageByPage() {
        // Given
        String token = client.token();
        List.of("a", "b", "c").forEach(command -> client.call(HttpMethod.GET, "cards/card-1", token)
                .putHeader("X-Request-Id", command)
                .send()
                .await());

        // When
        HttpResponse<Buffer> page = control(HttpMethod.GET, "/ledger?since=1&limit=2");
        HttpResponse<Buffer> rest = control(HttpMethod.GET, "/ledger?since=" + page.getHeader("X-Next-Since"));

        // Then
        assertThat(commands(page)).containsExactly("a", "b");
        assertThat(commands(rest)).containsExactly("c");
        assertThat(rest.getHeader("X-Next-Since")).isEqualTo("4");
        assertThat(page.bodyAsString()).doesNotContain(token);
    }

    @Test
    void sumsUp() {
        // Given
        client.get(client.token(), "cards/card-1");

        // When
        JsonObject summary = control(HttpMethod.GET, "/summary").bodyAsJsonObject();

        // Then
        assertThat(summary.getInteger("calls")).isEqualTo(1);
        assertThat(summary.getInteger("tokensIssued")).isEqualTo(1);
        assertThat(summary.getInteger("worstWindow")).isEqualTo(1);
        assertThat(summary.getJsonObject("settings"))
                .isEqualTo(RulesJson.write(api.controls().rules()));
    }

    @Test
    void changesSettings() {
        // Given
        JsonObject change = new JsonObject("{\"callLimit\": {\"calls\": 7}}");

        // When
        HttpResponse<Buffer> response = client.control(HttpMethod.POST, "/settings")
                .sendJsonObject(change)
                .await();

        // Then
        assertThat(api.controls().rules().callLimit()).isEqualTo(new CallLimit(7, Duration.ofMinutes(5)));
        assertThat(response.bodyAsJsonObject())
                .isEqualTo(RulesJson.write(api.controls().rules()));
    }

    @Test
    void injectsAndClearsFaults() {
        // Given
        String token = client.token();
        JsonObject fault = new JsonObject("{\"action\": \"answer\", \"status\": 503, \"path\": \"^/cards/\"}");

        // When
        HttpResponse<Buffer> listed =
                client.control(HttpMethod.POST, "/faults").sendJsonObject(fault).await();
        int faulty = client.get(token, "cards/card-1").statusCode();
        HttpResponse<Buffer> cleared = control(HttpMethod.DELETE, "/faults");
        int healthy = client.get(token, "cards/card-1").statusCode();

        // Then
        assertThat(listed.bodyAsJsonObject().getJsonArray("faults")).hasSize(1);
        assertThat(faulty).isEqualTo(503);
        assertThat(cleared.bodyAsJsonObject().getJsonArray("faults")).isEmpty();
        assertThat(healthy).isEqualTo(200);
    }

    @Test
    void revokesTokens() {
        // Given
        String token = client.token();

        // When
        HttpResponse<Buffer> response = control(HttpMethod.POST, "/tokens/revoke");

        // Then
        assertThat(response.bodyAsJsonObject().getInteger("revoked")).isEqualTo(1);
        assertThat(client.get(token, "cards").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "GET  | /ledger?since=x | {}                 | 400 | since = x: must be a whole number",
                "GET  | /ledger?limit=0 | {}                 | 400 | limit = 0: must lie between 1 and 10000",
                "POST | /settings       | {'calls': 1}       | 400 | calls: unknown",
                "POST | /faults         | {'action': 'none'} | 400 | action = none: must be one of",
                "GET  | /nothing        | {}                 | 404 | no such path",
            })
    void saysWhatIsWrong(String method, String path, String body, int status, String message) {
        // When
        HttpResponse<Buffer> response = client.control(HttpMethod.valueOf(method), path)
                .sendJsonObject(new JsonObject(body.replace('\'', '"')))
                .await();

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.bodyAsJsonObject().getString("error")).contains(message);
    }

    private HttpResponse<Buffer> control(HttpMethod method, String path) {
        return client.control(method, path).send().await();
    }

    private static List<String> commands(HttpResponse<Buffer> lines) {
        return lines.bodyAsString()
                .lines()
                .map(line -> new JsonObject(line).getString("command"))
                .toList();
    }
}
