package io.partnerapi.sandbox.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallLimitTest {
    private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T09:45:00Z"));

    @TempDir
    Path folder;

    private PartnerApi api;
    private PartnerClient client;

    @BeforeEach
    void start() {
        api = PartnerApi.start(
                PartnerApiOptions.in(folder).withRules(Rules::withoutLatency).withTime(time.source()));
        client = new PartnerClient(api, HttpVersion.HTTP_2);
    }

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @ParameterizedTest
    @CsvSource({"299_999_999_999, 429", "300_000_000_000, 200"})
    void theWindowSlidesExactly(String nanosAfterTheFirst, int status) {
        // Given
        String token = client.token();
        api.controls().rules(rules -> rules.withCallLimit(3, Duration.ofMinutes(5)));
        client.get(token, "cards/card-1");
        time.advance(Duration.ofMinutes(1));
        client.get(token, "cards/card-1");
        client.get(token, "cards/card-1");
        time.advance(Duration.ofNanos(Long.parseLong(nanosAfterTheFirst.replace("_", "")))
                .minusMinutes(1));

        // When
        HttpResponse<Buffer> response = client.get(token, "cards/card-1");

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void whoeverGoesOnStaysLockedOut() {
        // Given
        String token = client.token();
        api.controls().rules(rules -> rules.withCallLimit(1, Duration.ofMinutes(5)));
        client.get(token, "cards/card-1");
        List<Integer> statuses = new ArrayList<>();

        // When
        for (int minute = 4; minute <= 12; minute += 4) {
            time.advance(Duration.ofMinutes(4));
            statuses.add(client.get(token, "cards/card-1").statusCode());
        }

        // Then
        assertThat(statuses).containsExactly(429, 429, 429);
        assertThat(api.ledger().worstWindow()).isEqualTo(2);
    }

    @Test
    void theCallAfterNineHundredIsRefusedByTheLoadBalancer() {
        // Given
        String token = client.token();
        for (int call = 1; call <= 900; call++) {
            client.get(token, "cards/card-1");
            time.advance(Duration.ofMillis(1));
        }

        // When
        HttpResponse<Buffer> refused = client.get(token, "cards/card-1");
        time.advance(Duration.ofMinutes(5).minusMillis(899));
        HttpResponse<Buffer> afterwards = client.get(token, "cards/card-1");

        // Then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.getHeader("Server")).isEqualTo("awselb/2.0");
        assertThat(refused.getHeader("Retry-After")).isNull();
        assertThat(refused.bodyAsJsonObject())
                .isEqualTo(new JsonObject().put("error", "Sending more than 900 requests in 5 minutes is not allowed"));
        assertThat(afterwards.statusCode()).isEqualTo(200);
        assertThat(api.ledger().worstWindow()).isEqualTo(901);
    }

    @Test
    void clientAddressesAreLimitedApart() {
        // Given
        String token = client.token();
        api.controls().rules(rules -> rules.withCallLimit(1, Duration.ofMinutes(5)));
        client.get(token, "cards/card-1");
        try (PartnerClient other =
                new PartnerClient(api, PartnerClient.options(HttpVersion.HTTP_1_1, api.caFile()), "127.0.0.2")) {
            // When
            HttpResponse<Buffer> response = other.get(token, "cards/card-1");

            // Then
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(calls()).extracting(LedgerEntry::client).containsExactly("127.0.0.1", "127.0.0.2");
        }
    }

    private List<LedgerEntry> calls() {
        return api.ledger().entries().stream()
                .filter(entry -> entry.endpoint() != Endpoint.TOKEN)
                .toList();
    }
}
