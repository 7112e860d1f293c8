package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.partner.Listen;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.schemas.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partner's name and its addresses, as a running worker follows them. */
@Tag("long")
class AddressIT {
    @TempDir
    private Path folder;

    @Test
    void aDeadAddressIsPassedOverAndANameThatMovesIsFollowed() throws Exception {
        // Given
        Path hosts = folder.resolve("hosts");
        names(hosts, "127.0.0.9", "127.0.0.1");
        try (Landscape landscape = new Landscape(folder, Rules::withoutCallLimit);
                PartnerApi other = elsewhere(landscape.partner, "127.0.0.2")) {
            Map<String, String> settings = landscape.settings(1).get(0);
            landscape.start(settings, "-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=1");
            landscape.send(null, read("dead-address"));
            Result answered = landscape.result("dead-address");

            // When
            names(hosts, "127.0.0.2");

            // Then
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.attempts()).hasSize(1);
            AtomicInteger number = new AtomicInteger();
            await().atMost(Landscape.LIMIT).until(() -> {
                landscape.send(null, read("moved-" + number.incrementAndGet()));
                return !other.ledger().entries().isEmpty();
            });
        }
    }

    /** Another one at the same port. */
    private PartnerApi elsewhere(PartnerApi one, String address) {
        return PartnerApi.start(PartnerApiOptions.in(folder)
                .withListen(new Listen(address, one.baseUrl().getPort(), 0, 0, true, List.of())));
    }

    private static String read(String id) {
        return "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/organizations\"}";
    }

    private static void names(Path hosts, String... addresses) throws IOException {
        Files.writeString(hosts, String.join(" localhost\n", addresses) + " localhost\n");
    }
}
