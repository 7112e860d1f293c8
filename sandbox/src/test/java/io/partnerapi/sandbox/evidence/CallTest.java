package io.partnerapi.sandbox.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.partner.Endpoint;
import io.partnerapi.sandbox.partner.LedgerEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallTest {
    @Test
    void areTheRequestsOfBothApisButNotThoseForAToken() {
        // When
        List<Call> calls = Call.of(List.of(
                request(1, Endpoint.TOKEN, null, 200, null, null),
                request(2, Endpoint.API, "write", 200, null, "card-issued card-1"),
                request(3, Endpoint.PCI, null, 200, null, null)));

        // Then
        assertThat(calls).containsExactly(new Call("write", true, false, 200, 2), new Call(null, false, false, 200, 3));
    }

    @Test
    void areProvenUnprocessedByARefusalForTheRateOrOfTheStreamAlone() {
        // When
        List<Call> calls = Call.of(List.of(
                request(1, Endpoint.API, "limited", 429, null, null),
                request(2, Endpoint.API, "refused", 0, "refuse-stream", null),
                request(3, Endpoint.API, "reset", 0, "reset", null),
                request(4, Endpoint.API, "down", 503, "answer", null),
                request(5, Endpoint.API, "gone", 0, "client-gone", null)));

        // Then
        assertThat(calls)
                .filteredOn(Call::unprocessed)
                .extracting(Call::command)
                .containsExactly("limited", "refused");
    }

    private static LedgerEntry request(
            long nanos,
            Endpoint endpoint,
            @Nullable String command,
            int status,
            @Nullable String fault,
            @Nullable String effect) {
        return new LedgerEntry(
                nanos,
                Instant.EPOCH,
                nanos,
                "127.0.0.1",
                endpoint,
                "GET",
                "/",
                command,
                1,
                status,
                fault,
                effect,
                0,
                false);
    }
}
