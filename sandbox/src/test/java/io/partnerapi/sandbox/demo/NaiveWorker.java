package io.partnerapi.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.partnerapi.schemas.Command;
import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.DeadLetterHeaders;
import io.partnerapi.schemas.Decoded.Malformed;
import io.partnerapi.schemas.JsonBody;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import io.partnerapi.schemas.Source;
import io.partnerapi.schemas.Target;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A worker as one would first write it: one record after the other, no transactions, a token of its own, no thought of
 * crashes. Alone and undisturbed it is enough for the demo to pass.
 */
class NaiveWorker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Properties settings;
    private final HttpClient http;
    private final String token;
    private final Producer<byte[], byte[]> producer;

    NaiveWorker(Properties settings) throws Exception {
        this.settings = settings;
        this.http = HttpClient.newBuilder().sslContext(trusting(settings)).build();
        this.token = token();
        this.producer = new KafkaProducer<>(kafka(Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static void main(String[] arguments) throws Exception {
        new NaiveWorker(settings(arguments)).run();
    }

    static Properties settings(String... arguments) throws Exception {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(arguments[2]))) {
            settings.load(in);
        }
        return settings;
    }

    void run() throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        listen();
        Map<String, Object> group = Map.of("group.id", "naive", "auto.offset.reset", "earliest");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka(group), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.COMMANDS));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(200))) {
                    ProducerRecord<byte[], byte[]> ending = new CommandCodec()
                            .decode(found.value())
                            .fold(command -> execute(command, found), bad -> refuse(bad, found));
                    producer.send(ending).get();
                }
            }
        }
    }

    ProducerRecord<byte[], byte[]> execute(Command command, ConsumerRecord<byte[], byte[]> found) {
        if (command.target() == Target.PCI || command.path().endsWith("/pin")) {
            return result(found, command.id(), Outcome.REFUSED, null);
        }
        return result(found, command.id(), Outcome.ANSWERED, call(command));
    }

    int call(Command command) {
        String query = command.query().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().get(0))
                .collect(Collectors.joining("&", "?", ""));
        JsonBody body = command.body();
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        settings.getProperty("partner.base-url").replaceFirst("/$", "") + command.path() + query))
                .header("Authorization", "Bearer " + token)
                .header("Pliant-API-Version", "2.1.0")
                .header("X-Request-Id", command.id())
                .header("Content-Type", "application/json")
                .method(command.method(), BodyPublishers.ofByteArray(body == null ? new byte[0] : body.toByteArray()))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException("the call failed", e);
        }
    }

    private ProducerRecord<byte[], byte[]> refuse(Malformed<Command> bad, ConsumerRecord<byte[], byte[]> found) {
        if (bad.id() != null) {
            return result(found, bad.id(), Outcome.REFUSED, null);
        }
        RecordHeaders headers = new RecordHeaders();
        headers.add(DeadLetterHeaders.SOURCE_TOPIC, found.topic().getBytes(UTF_8));
        headers.add(
                DeadLetterHeaders.SOURCE_PARTITION,
                String.valueOf(found.partition()).getBytes(UTF_8));
        headers.add(
                DeadLetterHeaders.SOURCE_OFFSET, String.valueOf(found.offset()).getBytes(UTF_8));
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, found.key(), found.value(), headers);
    }

    private static ProducerRecord<byte[], byte[]> result(
            ConsumerRecord<byte[], byte[]> found, String id, Outcome outcome, Integer status) {
        Result result = new Result(
                id,
                outcome,
                status,
                Map.of(),
                null,
                null,
                outcome == Outcome.REFUSED ? new Reason("AT_FAULT", "The command is at fault.") : null,
                List.of(),
                new Source(found.topic(), found.partition(), found.offset()),
                "naive",
                Instant.EPOCH,
                Instant.EPOCH);
        return new ProducerRecord<>(Topics.RESULTS, found.key(), new ResultCodec().encode(result));
    }

    private String token() throws Exception {
        String body = JSON.createObjectNode()
                .put("client_id", settings.getProperty("partner.client-id"))
                .put("client_secret", Files.readString(Path.of(settings.getProperty("partner.client-secret-file"))))
                .put("audience", settings.getProperty("partner.audience"))
                .put("grant_type", "client_credentials")
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.getProperty("partner.token-url")))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
                .get("access_token")
                .asText();
    }

    private void listen() throws Exception {
        int port = Integer.parseInt(settings.getProperty("worker.http.port"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    private Map<String, Object> kafka(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", settings.getProperty("kafka.bootstrap.servers"));
        return config;
    }

    private static SSLContext trusting(Properties settings) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(settings.getProperty("partner.trusted-certificates")))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
