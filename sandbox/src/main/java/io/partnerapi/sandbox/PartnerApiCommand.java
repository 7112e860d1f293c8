package io.partnerapi.sandbox;

import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.Listen;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.sandbox.process.Folders;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sandbox partner-api}: prints the worker settings that lead to it and runs until it is ended. */
@Command(
        name = "partner-api",
        description = {
            "Runs a partner API that enforces the published limits, until it is ended (Ctrl-C, SIGTERM).",
            "Prints the worker's settings that lead to it when it is ready."
        })
final class PartnerApiCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "8443", description = "Token endpoint and API; 0: any (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--pci-port", defaultValue = "8444", description = "PCI API; 0: any (${DEFAULT-VALUE}).")
    private int pciPort;

    @Option(names = "--control-port", defaultValue = "8445", description = "Control port; 0: any (${DEFAULT-VALUE}).")
    private int controlPort;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (${DEFAULT-VALUE}); any other opens the control port to others.")
    private String host;

    @Option(names = "--names", split = ",", description = "Further host names in its certificate.")
    private @Nullable List<String> names;

    @Option(names = "--folder", description = "Where ca.pem, which clients must trust, is kept (a temporary one).")
    private @Nullable Path folder;

    @Option(names = "--limit", defaultValue = "900", description = "Calls in a window; 0: no limit (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--window", defaultValue = "PT5M", description = "The window, ISO 8601 (${DEFAULT-VALUE}).")
    private Duration window;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of its chances (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws InterruptedException {
        Path kept = folder == null ? Folders.temporary("sandbox-partner-api-") : folder;
        PartnerApi partner = PartnerApi.start(options(kept));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            partner.close();
                            if (folder == null) {
                                Folders.delete(kept);
                            }
                        },
                        "stop-partner-api"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("partner.base-url=" + partner.baseUrl());
        out.println("partner.pci-base-url=" + partner.pciBaseUrl());
        out.println("partner.token-url=" + partner.tokenUrl());
        out.println("partner.trusted-certificates=" + partner.caFile());
        out.println("partner.audience=" + Credentials.SANDBOX.audience());
        out.println("partner.client-id=" + Credentials.SANDBOX.clientId());
        out.println("partner.client-secret-file="
                + Folders.writePrivate(kept.resolve("client-secret"), Credentials.SANDBOX.clientSecret()));
        out.println("# control and ledger: " + partner.controlUrl());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private PartnerApiOptions options(Path kept) {
        try {
            return PartnerApiOptions.in(kept)
                    .withSeed(seed)
                    .withListen(new Listen(host, port, pciPort, controlPort, true, names == null ? List.of() : names))
                    .withRules(rules -> rules.withCallLimit(limit, window));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
