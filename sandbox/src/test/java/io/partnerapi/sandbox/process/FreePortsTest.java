package io.partnerapi.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    private static final int MANY = 500;

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
                IntStream.range(0, MANY).mapToObj(i -> FreePorts.one()).toList();

        // Then
        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void noneIsGivenByTwoProcessesThoughNobodyHasBoundItYet() throws IOException {
        // Given
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Another.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = other.inputReader()) {
            List<Integer> theirs = Arrays.stream(said.readLine().split(" "))
                    .map(Integer::valueOf)
                    .toList();

            // When
            List<Integer> ours = FreePorts.several(MANY);

            // Then
            assertThat(theirs).hasSize(MANY);
            assertThat(ours).doesNotContainAnyElementsOf(theirs);
        } finally {
            other.destroyForcibly();
        }
    }

    /** A process that names its ports, and lives until its input ends. */
    static final class Another {
        private Another() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(FreePorts.several(MANY).stream()
                    .map(String::valueOf)
                    .reduce("%s %s"::formatted)
                    .orElseThrow());
            System.in.read();
        }
    }
}
