package io.partnerapi.sandbox.partner;

import io.partnerapi.sandbox.partner.model.Population;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code partner-api}: runs the partner API until the process is told to stop, and prints where it listens. */
@Command(
        name = "partner-api",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs a partner API that enforces the real limits, until SIGTERM.")
public final class PartnerApiCommand implements Callable<Integer> {
    private final PrintWriter out;

    @Option(names = "--host", description = "Address to bind.")
    private String host = Listen.LOOPBACK.host();

    @Option(names = "--name", description = "Further DNS name in the server certificate; may be repeated.")
    private List<String> names = List.of();

    @Option(names = "--port", description = "Token endpoint and API (HTTPS); 0 picks one.")
    private int port = 8443;

    @Option(names = "--pci-port", description = "PCI API (HTTPS); 0 picks one.")
    private int pciPort = 8444;

    @Option(names = "--control-port", description = "Control port (plain HTTP); 0 picks one.")
    private int controlPort = 8480;

    @Option(names = "--no-http2", description = "Offer HTTP/1.1 only.")
    private boolean withoutHttp2;

    @Option(names = "--folder", description = "Where ca.pem and the authority's key are kept.")
    private Path folder = Path.of("target", "partner-api");

    @Option(names = "--client-id", description = "Accepted client.")
    private String clientId = Credentials.SANDBOX.clientId();

    @Option(names = "--client-secret", description = "Its secret.")
    private String clientSecret = Credentials.SANDBOX.clientSecret();

    @Option(names = "--audience", description = "Accepted audience.")
    private String audience = Credentials.SANDBOX.audience();

    @Option(names = "--calls", description = "Calls per window and client address; 0: no limit.")
    private int calls = CallLimit.STANDARD.calls();

    @Option(names = "--window", description = "The window of that limit.")
    private Duration window = CallLimit.STANDARD.window();

    @Option(names = "--tokens-per-hour", description = "Tokens per UTC hour.")
    private int tokensPerHour = QuotaRule.STANDARD_PER_HOUR;

    @Option(names = "--tokens-per-day", description = "Tokens per UTC day.")
    private int tokensPerDay = QuotaRule.STANDARD_PER_DAY;

    @Option(names = "--token-lifetime", description = "Lifetime of a token.")
    private Duration tokenLifetime = Rules.STANDARD.tokenLifetime();

    @Option(names = "--latency-min", description = "Shortest time to an answer.")
    private Duration latencyMin = Rules.STANDARD.latency().min();

    @Option(names = "--latency-max", description = "Longest time to an answer.")
    private Duration latencyMax = Rules.STANDARD.latency().max();

    @Option(names = "--organizations", description = "Organizations at the start.")
    private int organizations = Population.STANDARD.organizations();

    @Option(names = "--cardholders", description = "Cardholders of each organization.")
    private int cardholders = Population.STANDARD.cardholders();

    @Option(names = "--cards", description = "Cards of each cardholder.")
    private int cards = Population.STANDARD.cards();

    @Option(names = "--seed", description = "Seed of latencies and faults.")
    private long seed = PartnerApiOptions.SEED;

    /** Prints to standard output. */
    public PartnerApiCommand() {
        this(new PrintWriter(System.out, true));
    }

    PartnerApiCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (PartnerApi api = PartnerApi.start(options())) {
            Runtime.getRuntime().addShutdownHook(new Thread(api::close, "partner-api-stop"));
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
