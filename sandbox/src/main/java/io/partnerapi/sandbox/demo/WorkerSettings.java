package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.process.Connections;
import io.partnerapi.sandbox.process.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The settings with which the workers of one cluster find the broker, the partner and each other. */
final class WorkerSettings {
    private WorkerSettings() {}

    /** One map of settings for each worker; the client secret goes to a file in {@code folder}. */
    static List<Map<String, String>> of(
            DemoOptions options, Path folder, String bootstrapServers, PartnerApi partner, Credentials credentials) {
        List<Integer> ports = FreePorts.several(options.workers());
        Map<String, String> common = Connections.to(bootstrapServers, partner, credentials, folder);
        common.put("budget.calls", String.valueOf(options.limit().calls()));
        common.put("budget.window", options.limit().window().toString());
        common.put("budget.guard", options.guard().toString());
        common.put("cluster.name", "demo-" + UUID.randomUUID());
        common.put("cluster.expected-members", String.valueOf(options.workers()));
        common.put("cluster.members", Connections.members(ports));
        List<Map<String, String>> each = new ArrayList<>();
        for (int i = 0; i < options.workers(); i++) {
            Map<String, String> settings = new HashMap<>(common);
            settings.put("worker.id", "worker-" + (i + 1));
            settings.put("cluster.port", String.valueOf(ports.get(i)));
            each.add(settings);
        }
        return each;
    }
}
