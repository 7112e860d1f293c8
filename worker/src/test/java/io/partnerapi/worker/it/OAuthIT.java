package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.worker.token.OAuthServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose tokens come from an OAuth 2.0 server that nobody here wrote. */
class OAuthIT {

    @Test
    void aCommandIsCalledWithATokenOfAnotherServer(@TempDir Path folder) throws Exception {
        try (Landscape landscape = new Landscape(folder, Rules::withoutLatency);
                OAuthServer server = new OAuthServer(folder)) {
            // Given
            Map<String, String> settings = landscape.settings(1).get(0);
            settings.put("partner.base-url", server.url().toString());
            settings.put("partner.token-url", server.tokenUrl().toString());
            settings.put("partner.token-request", "client_secret_basic");
            settings.put("partner.client-id", OAuthServer.CLIENT_ID);
            Files.writeString(Path.of(settings.get("partner.client-secret-file")), OAuthServer.SECRET);

            // When
            landscape.start(settings);
            landscape.send(null, "{\"id\":\"read\",\"method\":\"GET\",\"path\":\"/cards\"}");

            // Then
            assertThat(landscape.result("read").status()).isEqualTo(200);
        }
    }
}
