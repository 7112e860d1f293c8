package io.partnerapi.sandbox.process;

import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.PartnerApi;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings by which workers reach what the sandbox runs, and each other. */
public final class Connections {
    private Connections() {}

    /** Broker and partner, in a map of the caller's own; the client secret goes to a file in {@code folder}. */
    public static Map<String, String> to(
            String bootstrapServers, PartnerApi partner, Credentials credentials, Path folder) {
        Path secret = Folders.writePrivate(folder.resolve("client-secret"), credentials.clientSecret());
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("partner.base-url", partner.baseUrl().toString());
        settings.put("partner.pci-base-url", partner.pciBaseUrl().toString());
        settings.put("partner.token-url", partner.tokenUrl().toString());
        settings.put("partner.trusted-certificates", partner.caFile().toString());
        settings.put("partner.audience", credentials.audience());
        settings.put("partner.client-id", credentials.clientId());
        settings.put("partner.client-secret-file", secret.toString());
        return settings;
    }

    /** The value of {@code cluster.members} for workers with these grid ports. */
    public static String members(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }
}
