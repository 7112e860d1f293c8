package io.partnerapi.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.sandbox.process.ProgramJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KafkaCommandIT {
    @TempDir
    Path folder;

    private final int port = FreePorts.one();
    private final String address = "127.0.0.1:" + port;

    @Test
    void keepsWhatItAcknowledgedWhenItIsKilled() throws Exception {
        // Given
        Process broker = start();
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", "k", "v")).get(20, TimeUnit.SECONDS);
        }

        // When
        broker.destroyForcibly().waitFor();
        Process again = start();

        // Then
        try {
            assertThat(read("kept")).containsExactly("v");
        } finally {
            again.destroyForcibly().waitFor();
        }
    }

    @Test
    void endsWhenAsked() throws Exception {
        // Given
        Process broker = start();

        // When
        broker.destroy();

        // Then
        assertThat(broker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("data/log/.kafka_cleanshutdown")).exists();
    }

    private Process start() throws IOException {
        Path jar = ProgramJar.write(folder.resolve("sandbox.jar"), Main.class);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "kafka",
                        "--port",
                        String.valueOf(port),
                        "--data",
                        folder.resolve("data").toString(),
                        "--topics",
                        "kept:1,other:3")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        assertThat(output.readLine()).isEqualTo("kafka.bootstrap.servers=" + address);
        return process;
    }

    private List<String> read(String topic) {
        try (Consumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            List<String> values = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> values.add(found.value()));
                return !values.isEmpty();
            });
            return values;
        }
    }
}
