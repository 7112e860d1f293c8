package io.partnerapi.worker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.sandbox.process.WorkerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says that cannot start: all that is wrong, what to do, no stack; there is neither broker nor partner. */
class StartErrorsIT {
    private static final Path JAR = Path.of("target", "worker.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    /** Of a line of a stack trace, also where the log folds it. */
    private static final String STACK = "at io.partnerapi";

    @TempDir
    Path folder;

    private @Nullable WorkerProcess worker;

    @AfterEach
    void stop() {
        if (worker != null) {
            worker.close();
        }
    }

    @Test
    void wrongSettingsAndTheFilesTheyNameAreToldAllAtOnce() throws Exception {
        // Given
        Map<String, String> settings = settings();
        settings.put("kafka.bootstrap.servers", "brok er:9092");
        settings.put("kafka.security.protocol", "SSL");
        settings.put(
                "kafka.ssl.truststore.location",
                Files.createFile(folder.resolve("trust.p12")).toString());
        settings.put("kafka.ssl.keystore.location", folder.resolve("none").toString());
        settings.put(
                "results.recipients",
                Files.writeString(folder.resolve("keys"), "{\"keys\":[]}").toString());
        settings.put("cluster.members", "a b");

        // When
        int code = start(settings).awaitExit(Landscape.LIMIT);

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(log())
                .contains("5 settings are wrong")
                .contains("kafka.bootstrap.servers = brok er:9092", "must be host:port")
                .contains("kafka.ssl.truststore.location", "holds no key store of type JKS")
                .contains("kafka.ssl.keystore.location", "must be a file that the worker can read")
                .contains("results.recipients", "is not a JWKS")
                .contains("cluster.members = a b")
                .doesNotContain(STACK);
    }

    @Test
    void takenPortsAreToldBothAtOnceWithoutAStack() throws Exception {
        // Given
        try (ServerSocket http = taken();
                ServerSocket grid = taken()) {
            Map<String, String> settings = settings();
            settings.put("worker.http.port", Integer.toString(http.getLocalPort()));
            settings.put("cluster.port", Integer.toString(grid.getLocalPort()));

            // When
            int code = start(settings).awaitExit(Landscape.LIMIT);

            // Then
            assertThat(code).isEqualTo(1);
            assertThat(log().lines().filter(line -> line.contains("ERROR")).toList())
                    .singleElement()
                    .asString()
                    .contains("ERROR", "cannot start")
                    .contains("worker.http.port = 127.0.0.1:" + http.getLocalPort() + ": is taken")
                    .contains("cluster.port = " + grid.getLocalPort() + ": cannot be listened on")
                    .contains("Choose a free port")
                    .doesNotContain(STACK);
        }
    }

    @Test
    void settingsOfWhichNoKafkaClientCanBeMadeAreToldWithoutAStack() throws Exception {
        // Given
        Map<String, String> settings = settings();
        settings.put("kafka.security.protocol", "SASL_PLAINTEXT");
        settings.put("kafka.sasl.mechanism", "PLAIN");

        // When
        int code = start(settings).awaitExit(Landscape.LIMIT);

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(log())
                .contains("cannot start: no Kafka client can be made of the settings kafka.*")
                .contains("'KafkaClient' entry in the JAAS configuration")
                .doesNotContain(STACK);
    }

    @Test
    void unknownBrokerNameIsWaitedForAndNothingIsLeftBehind() throws Exception {
        // Given
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Map<String, String> settings = settings();
        settings.put("kafka.bootstrap.servers", "broker.invalid:9092");

        // When
        WorkerProcess waiting = start(settings, "-Djava.io.tmpdir=" + temporary);

        // Then
        await().atMost(Landscape.LIMIT)
                .untilAsserted(() -> assertThat(Landscape.get(waiting.http().resolve("/health/ready")))
                        .contains("\"kafka\"", "the name service knows none of the brokers (broker.invalid)"));
        waiting.terminate();
        assertThat(waiting.awaitExit(Landscape.LIMIT)).isZero();
        assertThat(log()).contains("kafka is down", "kafka.bootstrap.servers").doesNotContain(STACK);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> !file.getFileName().toString().startsWith("hsperfdata")))
                    .isEmpty();
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", "127.0.0.1:" + FreePorts.one());
        settings.put("partner.client-id", "nobody");
        settings.put("partner.client-secret", "nothing");
        settings.put("worker.id", "worker-1");
        settings.put("cluster.port", Integer.toString(FreePorts.one()));
        return settings;
    }

    private WorkerProcess start(Map<String, String> settings, String... jvmOptions) {
        List<String> java = Stream.concat(Stream.of(JAVA.toString(), "-XX:TieredStopAtLevel=1"), Stream.of(jvmOptions))
                .toList();
        worker = new WorkerProcess(JAR, java, settings, folder.resolve("worker.log"));
        return worker.start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("worker.log"));
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
