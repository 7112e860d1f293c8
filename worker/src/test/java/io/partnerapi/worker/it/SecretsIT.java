package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.Fault;
import io.partnerapi.sandbox.partner.FaultAction;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a worker shows, searched for what it must not show. */
class SecretsIT {
    private static final String TOKEN = "a-token-that-nobody-may-see";

    private Landscape landscape;

    @BeforeEach
    void start(@TempDir Path folder) {
        landscape = new Landscape(folder, Rules::withoutLatency);
        landscape
                .partner
                .controls()
                .inject(Fault.always(
                        Endpoint.TOKEN,
                        FaultAction.Answer.json(200, "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3600}")));
        landscape
                .partner
                .controls()
                .inject(Fault.always(
                                Endpoint.API,
                                new FaultAction.Answer(
                                        200,
                                        Map.of("content-type", "application/json", "x-echo", "Bearer " + TOKEN),
                                        "{\"headers\":{\"Authorization\":\"Bearer " + TOKEN + "\"}}"))
                        .on("GET", "echo"));
    }

    @AfterEach
    void stop() {
        landscape.close();
    }

    @Test
    void neitherSecretNorTokenNorNameOfTheGridIsShownAnywhere() throws Exception {
        // Given
        Map<String, String> settings = landscape.settings(1).get(0);
        WorkerProcess worker = landscape.start(settings);
        worker.awaitReady(Landscape.LIMIT);
        Map<String, String> stranger = landscape.settings(1).get(0);
        stranger.put("cluster.members", "127.0.0.1:" + settings.get("cluster.port"));
        stranger.put("worker.group", "another");
        stranger.put("worker.id", "stranger");
        WorkerProcess other = landscape.start(stranger);
        other.awaitReady(Landscape.LIMIT);
        landscape.send(
                "k",
                "{\"id\":\"c\",\"method\":\"POST\",\"path\":\"/cards/cardholder-1-1\","
                        + "\"body\":{\"type\":\"VIRTUAL\",\"label\":\"l\"}}");
        landscape.send("k", "not a command");
        landscape.send("e", "{\"id\":\"echo\",\"method\":\"GET\",\"path\":\"/echo\"}");

        // When
        Result echo = landscape.result("echo");
        int status = landscape.result("c").status();
        await().atMost(Landscape.LIMIT)
                .until(() -> landscape.remembers("token|")
                        && !landscape.read("partner.quota").isEmpty()
                        && !landscape.read("partner.dead-letters").isEmpty());
        List<String> shown = new ArrayList<>();
        for (String page : List.of("/", "/status", "/metrics", "/health/ready", "/health/live")) {
            shown.add(Landscape.get(worker.http().resolve(page)));
            shown.add(Landscape.get(other.http().resolve(page)));
        }
        other.terminate();
        other.awaitExit(Landscape.LIMIT);
        shown.add(landscape.log(other));
        worker.terminate();
        worker.awaitExit(Landscape.LIMIT);
        shown.add(landscape.log(worker));
        for (String topic : List.of("partner.state", "partner.quota", "partner.results", "partner.dead-letters")) {
            landscape.readToTheEnd(topic);
            landscape.read(topic).forEach(record -> shown.add(text(record)));
        }

        // Then
        assertThat(status).isEqualTo(401);
        assertThat(echo.headers()).containsEntry("x-echo", List.of("Bearer [token withheld]"));
        assertThat(shown).noneMatch(text -> text.contains(TOKEN));
        assertThat(shown).noneMatch(text -> text.contains(Credentials.SANDBOX.clientSecret()));
        assertThat(shown).noneMatch(text -> text.contains(settings.get("cluster.name")));
        assertThat(shown).noneMatch(text -> text.contains(stranger.get("cluster.name")));
        assertThat(shown).anyMatch(text -> text.contains("Token 1 issued"));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder(new String(record.value(), ISO_8859_1));
        for (Header header : record.headers()) {
            text.append(header.key()).append(new String(header.value(), ISO_8859_1));
        }
        return record.key() == null
                ? text.toString()
                : text.append(new String(record.key(), ISO_8859_1)).toString();
    }
}
