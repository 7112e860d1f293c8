package io.partnerapi.worker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClient;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked seldom, as a token, has its final answer and a connection of its own. */
class OncePerConnectionTest extends CallsOverTls {

    static Stream<List<Integer>> interim() {
        return Stream.of(List.of(), List.of(100), List.of(102), List.of(103), List.of(102, 103, 199));
    }

    @ParameterizedTest
    @MethodSource("interim")
    void interimAnswersArePassedOver(List<Integer> statuses) throws Exception {
        // Given
        AtomicInteger connections = new AtomicInteger();
        try (RawPartner partner = RawPartner.speaking(Wire.HTTP_1, peer -> {
            peer.request();
            connections.incrementAndGet();
            for (int status : statuses) {
                ((Http1Peer) peer).say("HTTP/1.1 " + status + " -\r\n\r\n");
            }
            peer.answer(200);
            peer.closed();
        })) {
            TrustedAuthorities authorities = new TrustedAuthorities(partner.authority(folder));
            HttpClient client = PartnerClients.oncePerConnection(vertx, authorities);
            WebClient asking = WebClient.wrap(client);

            // When
            HttpResponse<?> first =
                    TestCaller.await(asking.postAbs(partner.url() + "/token").send());
            HttpResponse<?> second =
                    TestCaller.await(asking.postAbs(partner.url() + "/token").send());

            // Then
            assertThat(List.of(first.statusCode(), second.statusCode())).containsExactly(200, 200);
            assertThat(first.bodyAsString()).isEqualTo("{}");
            assertThat(connections).hasValue(2);
        }
    }
}
