package io.partnerapi.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void areDifferentAndCanBeBound() throws IOException {
        // When
        List<Integer> ports = FreePorts.several(20);

        // Then
        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port < 32_768, "below the outgoing range");
        for (int port : ports) {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void noneIsGivenTwiceThoughNobodyHasBoundItYet() {
        // When
        List<Integer> ports =
                IntStream.range(0, 500).mapToObj(i -> FreePorts.one()).toList();

        // Then
        assertThat(ports).doesNotHaveDuplicates();
    }
}
