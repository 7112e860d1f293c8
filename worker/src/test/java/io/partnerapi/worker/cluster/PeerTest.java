package io.partnerapi.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 0.0.0.0, 8080, http://10.0.0.7:8080",
        "10.0.0.7, 10.0.0.8, 8081, http://10.0.0.8:8081",
        "10.0.0.7, ops.example, 8080, http://ops.example:8080",
        "10.0.0.7, 127.0.0.1, 8080, ''",
        "10.0.0.7, localhost, 8080, ''",
        "127.0.0.1, 127.0.0.1, 8080, http://127.0.0.1:8080",
        "fd00::7, ::, 8080, http://[fd00:0:0:0:0:0:0:7]:8080",
        "10.0.0.7, '', 0, ''"
    })
    void tellsWhereItsStatusIsIfItCanBeReached(String member, String httpHost, int httpPort, String status) {
        // When
        Peer peer = Peer.of("w", new InetSocketAddress(member, 5701), httpHost, httpPort);

        // Then
        assertThat(peer.status()).isEqualTo(status);
    }
}
