package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What firewalls and strict servers look for in a request. */
class RequestHeadTest extends CallsOverTls {
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"GET,", "HEAD,", "DELETE,", "POST,0", "PUT,0", "PATCH,0"})
    void aRequestSaysWhoMakesItAndHowLongItIs(String method, @Nullable String length) throws Exception {
        // Given
        CompletableFuture<String> head = new CompletableFuture<>();
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, peer -> {
            peer.request();
            head.complete(((Http1Peer) peer).requestHead().toLowerCase(Locale.ROOT));
            peer.answer(204);
            peer.closed();
        })) {
            TestCaller caller = TestCaller.patient(vertx, partner.url(), partner.authority(folder), LONG);

            // When
            TestCaller.await(caller.withoutBody(method));

            // Then
            assertThat(head.get(10, TimeUnit.SECONDS)).contains("\r\nuser-agent: partner-worker");
            if (length == null) {
                assertThat(head.join()).doesNotContain("content-length", "transfer-encoding");
            } else {
                assertThat(head.join()).contains("\r\ncontent-length: " + length + "\r\n");
            }
        }
    }
}
