package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.model.Population;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PartnerApiCommandTest {
    private final StringWriter printed = new StringWriter();
    private final PartnerApiCommand command = new PartnerApiCommand(new PrintWriter(printed));
    private final CommandLine line = new CommandLine(command);

    @TempDir
    Path folder;

    @Test
    void withoutOptionsThePublishedRulesHold() {
        // When
        line.parseArgs();

        // Then
        PartnerApiOptions options = command.options();
        assertThat(options.rules()).isEqualTo(Rules.STANDARD);
        assertThat(options.credentials()).isEqualTo(Credentials.SANDBOX);
        assertThat(options.population()).isEqualTo(Population.STANDARD);
        assertThat(options.listen()).isEqualTo(Listen.LOOPBACK.withPorts(8443, 8444, 8480));
    }

    @Test
    void everyOptionArrives() {
        // When
        line.parseArgs(
                "--host=0.0.0.0",
                "--name=partner-api",
                "--name=partner",
                "--port=1",
                "--pci-port=2",
                "--control-port=3",
                "--no-http2",
                "--folder=" + folder,
                "--client-id=me",
                "--client-secret=mine",
                "--audience=them",
                "--calls=4",
                "--window=PT5S",
                "--tokens-per-hour=6",
                "--tokens-per-day=7",
                "--token-lifetime=PT8S",
                "--latency-min=PT0S",
                "--latency-max=PT9S",
                "--organizations=10",
                "--cardholders=11",
                "--cards=12",
                "--seed=13");

        // Then
        assertThat(command.options())
                .usingRecursiveComparison()
                .ignoringFields("time")
                .isEqualTo(PartnerApiOptions.in(folder)
                        .withListen(new Listen("0.0.0.0", 1, 2, 3, false, List.of("partner-api", "partner")))
                        .withCredentials(new Credentials("me", "mine", "them"))
                        .withRules(rules -> rules.withCallLimit(4, Duration.ofSeconds(5))
                                .withTokenQuota(QuotaRule.perHour(6), QuotaRule.perDay(7))
                                .withTokenLifetime(Duration.ofSeconds(8))
                                .withLatency(Latency.between(Duration.ZERO, Duration.ofSeconds(9))))
                        .withPopulation(new Population(10, 11, 12))
                        .withSeed(13));
    }

    @Test
    void runsUntilItIsStoppedAndFreesItsPorts() throws InterruptedException {
        // Given
        Thread running =
                new Thread(() -> line.execute("--port=0", "--pci-port=0", "--control-port=0", "--folder=" + folder));

        // When
        running.start();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(printed.toString()).contains("trust"));
        URI control = url("control");
        boolean listening = listens(control);
        running.interrupt();
        running.join(Duration.ofSeconds(10).toMillis());

        // Then
        assertThat(listening).isTrue();
        assertThat(running.isAlive()).isFalse();
        assertThat(listens(control)).isFalse();
        assertThat(url("api").getPath()).isEqualTo("/api/");
    }

    private URI url(String name) {
        return printed.toString()
                .lines()
                .filter(text -> text.startsWith(name + " "))
                .map(text -> URI.create(text.substring(name.length()).trim()))
                .findFirst()
                .orElseGet(() -> Assertions.fail("no line for " + name));
    }

    private static boolean listens(URI uri) {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
