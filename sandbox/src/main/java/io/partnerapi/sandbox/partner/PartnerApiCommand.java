package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.Population;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code partner-api}: runs the partner API until the process is told to stop, and prints where it listens. */
@Command(
        name = "partner-api",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs a partner API that enforces the real limits, until SIGTERM.")
public final class PartnerApiCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to bind.")
    private String host;

    @Option(names = "--name", description = "Further DNS name in the server certificate; may be repeated.")
    private List<String> names = List.of();

    @Option(names = "--port", defaultValue = "8443", description = "Token endpoint and API (HTTPS); 0 picks one.")
    private int port;

    @Option(names = "--pci-port", defaultValue = "8444", description = "PCI API (HTTPS); 0 picks one.")
    private int pciPort;

    @Option(names = "--control-port", defaultValue = "8480", description = "Control port (plain HTTP); 0 picks one.")
    private int controlPort;

    @Option(names = "--no-http2", description = "Offer HTTP/1.1 only.")
    private boolean withoutHttp2;

    @Option(
            names = "--folder",
            defaultValue = "target/partner-api",
            description = "Where ca.pem and the authority's key are kept.")
    private Path folder;

    @Option(names = "--client-id", defaultValue = "sandbox-client", description = "Accepted client.")
    private String clientId;

    @Option(names = "--client-secret", defaultValue = "sandbox-secret", description = "Its secret.")
    private String clientSecret;

    @Option(
            names = "--audience",
            defaultValue = "api.staging.infinnitytest.com/api/integration",
            description = "Accepted audience.")
    private String audience;

    @Option(names = "--calls", defaultValue = "900", description = "Calls per window and client address; 0: no limit.")
    private int calls;

    @Option(names = "--window", defaultValue = "PT5M", description = "The window of that limit.")
    private Duration window;

    @Option(names = "--tokens-per-hour", defaultValue = "42", description = "Tokens per UTC hour.")
    private int tokensPerHour;

    @Option(names = "--tokens-per-day", defaultValue = "100", description = "Tokens per UTC day.")
    private int tokensPerDay;

    @Option(names = "--token-lifetime", defaultValue = "PT24H", description = "Lifetime of a token.")
    private Duration tokenLifetime;

    @Option(names = "--latency-min", defaultValue = "PT0.02S", description = "Shortest time to an answer.")
    private Duration latencyMin;

    @Option(names = "--latency-max", defaultValue = "PT0.08S", description = "Longest time to an answer.")
    private Duration latencyMax;

    @Option(names = "--organizations", defaultValue = "5", description = "Organizations at the start.")
    private int organizations;

    @Option(names = "--cardholders", defaultValue = "20", description = "Cardholders of each organization.")
    private int cardholders;

    @Option(names = "--cards", defaultValue = "2", description = "Cards of each cardholder.")
    private int cards;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of latencies and faults.")
    private long seed;

    @Override
    public Integer call() throws InterruptedException {
        try (PartnerApi api = PartnerApi.start(options())) {
            Runtime.getRuntime().addShutdownHook(new Thread(api::close, "partner-api-stop"));
            PrintWriter out = spec.commandLine().getOut();
            out.printf("token    %s%n", api.tokenUrl());
            out.printf("api      %s%n", api.baseUrl());
            out.printf("pci      %s%n", api.pciBaseUrl());
            out.printf("control  %s%n", api.controlUrl());
            out.printf("trust    %s%n", api.caFile().toAbsolutePath());
            out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    PartnerApiOptions options() {
        return PartnerApiOptions.in(folder)
                .withListen(new Listen(host, port, pciPort, controlPort, !withoutHttp2, names))
                .withCredentials(new Credentials(clientId, clientSecret, audience))
                .withPopulation(new Population(organizations, cardholders, cards))
                .withSeed(seed)
                .withRules(rules -> rules.withCallLimit(calls, window)
                        .withTokenQuota(QuotaRule.perHour(tokensPerHour), QuotaRule.perDay(tokensPerDay))
                        .withTokenLifetime(tokenLifetime)
                        .withLatency(Latency.between(latencyMin, latencyMax)));
    }
}
