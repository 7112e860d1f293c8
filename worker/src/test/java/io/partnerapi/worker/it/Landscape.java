package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.partnerapi.sandbox.kafka.BrokerSettings;
import io.partnerapi.sandbox.kafka.EmbeddedKafka;
import io.partnerapi.sandbox.partner.Credentials;
import io.partnerapi.sandbox.partner.PartnerApi;
import io.partnerapi.sandbox.partner.PartnerApiOptions;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.sandbox.process.Connections;
import io.partnerapi.sandbox.process.FreePorts;
import io.partnerapi.sandbox.process.WorkerProcess;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker, a partner API and worker processes, and what a test does to them from outside. */
final class Landscape implements AutoCloseable {
    /** For what takes seconds: a machine may be busy. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    /** The topics and their numbers of partitions. */
    private static final Map<String, Integer> TOPICS = Map.of(
            "partner.commands", 6,
            "partner.results", 1,
            "partner.dead-letters", 1,
            "partner.quota", 1,
            "partner.state", 1,
            "replies", 3);

    private static final Path JAR = Path.of("target", "worker.jar").toAbsolutePath();
    /** Processes that live for seconds gain nothing from the compiler that takes most of the time. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";
    /** What a worker takes at once follows from its heap, which would be a share of the machine's memory. */
    private static final String HEAP = "-Xmx512m";

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    final EmbeddedKafka kafka;
    final PartnerApi partner;
    private final Path folder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, KafkaConsumer<byte[], byte[]>> consumers = new HashMap<>();
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> seen = new HashMap<>();
    private final List<WorkerProcess> workers = new ArrayList<>();

    Landscape(Path folder, UnaryOperator<Rules> rules) {
        this(folder, rules, BrokerSettings.temporary());
    }

    Landscape(Path folder, UnaryOperator<Rules> rules, BrokerSettings broker) {
        this.folder = folder;
        kafka = new EmbeddedKafka(broker);
        kafka.start();
        TOPICS.forEach((topic, partitions) -> kafka.createTopic(
                topic, partitions, topic.equals("partner.state") ? Map.of("cleanup.policy", "compact") : Map.of()));
        partner = PartnerApi.start(PartnerApiOptions.in(folder).withRules(rules));
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The settings of so many workers of one cluster. */
    List<Map<String, String>> settings(int count) throws IOException {
        List<Integer> ports = FreePorts.several(count);
        String cluster = "test-" + UUID.randomUUID();
        List<Map<String, String>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, String> settings =
                    Connections.to(kafka.bootstrapServers(), partner, Credentials.SANDBOX, folder);
            settings.put("topics.reply-allowed", "replies");
            settings.put("partner.call-timeout", "PT3S");
            settings.put("partner.max-response-bytes", "64 KiB");
            settings.put("budget.calls", "0");
            settings.put("worker.id", "worker-" + (i + 1));
            settings.put("worker.http.port", "0");
            settings.put("cluster.name", cluster);
            settings.put("cluster.port", Integer.toString(ports.get(i)));
            settings.put("cluster.expected-members", Integer.toString(count));
            settings.put("cluster.members", Connections.members(ports));
            all.add(settings);
        }
        return all;
    }

    /** A worker with these settings, started but perhaps not ready. */
    WorkerProcess start(Map<String, String> settings, String... jvmOptions) {
        List<String> java = Stream.concat(Stream.of(JAVA.toString(), QUICK_START, HEAP), Stream.of(jvmOptions))
                .toList();
        WorkerProcess worker = new WorkerProcess(
                JAR, java, settings, folder.resolve(settings.get("worker.id") + "-" + UUID.randomUUID() + ".log"));
        workers.add(worker);
        return worker.start();
    }

    /** Workers of one cluster, ready. */
    List<WorkerProcess> startReady(int count) throws IOException {
        List<WorkerProcess> started = settings(count).stream().map(this::start).toList();
        started.forEach(worker -> worker.awaitReady(LIMIT));
        return started;
    }

    /** Waits until this worker has so many partitions of all topics, and knows of each from where work on it resumes. */
    static void awaitPartitions(WorkerProcess worker, int count) {
        await().atMost(LIMIT)
                .until(() -> metric(worker, "partner_worker_partitions").equals(OptionalDouble.of(count))
                        && metric(worker, "partner_worker_partitions_paused{reason=\"state\"}")
                                .equals(OptionalDouble.of(0)));
    }

    /** What this worker says of a meter without labels, if it answers. */
    static OptionalDouble metric(WorkerProcess worker, String name) {
        return get(worker.http().resolve("/metrics"))
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst();
    }

    void send(@Nullable String key, String value, String... headers) {
        sendTo("partner.commands", key, value, headers);
    }

    void sendTo(String topic, @Nullable String key, String value, String... headers) {
        ProducerRecord<byte[], byte[]> record = record(topic, key, value);
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        send(record);
    }

    static ProducerRecord<byte[], byte[]> record(String topic, @Nullable String key, String value) {
        return new ProducerRecord<>(topic, key == null ? null : key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    /** All that a read_committed consumer has seen of a topic up to now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = consumers.computeIfAbsent(topic, this::consumer);
        List<ConsumerRecord<byte[], byte[]>> all = seen.computeIfAbsent(topic, t -> new ArrayList<>());
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
        return all;
    }

    /** Reads this topic from its beginning from now on, since it was made anew. */
    void forget(String topic) {
        consumers.remove(topic).close();
        seen.remove(topic);
    }

    /** Reads on until what the topic holds now has been seen. */
    void readToTheEnd(String topic) {
        read(topic);
        KafkaConsumer<byte[], byte[]> consumer = consumers.get(topic);
        consumer.endOffsets(consumer.assignment())
                .forEach((partition, end) -> await().atMost(LIMIT).until(() -> {
                    read(topic);
                    return consumer.position(partition) >= end;
                }));
    }

    /** Whether the workers have kept something on their state topic under a key that begins so. */
    boolean remembers(String key) {
        return read("partner.state").stream().anyMatch(record -> new String(record.key(), UTF_8).startsWith(key));
    }

    List<Result> results() {
        return read("partner.results").stream().map(Landscape::result).toList();
    }

    /** The result of the command with this id, as soon as there is one. */
    Result result(String id) {
        return result(id, LIMIT);
    }

    Result result(String id, Duration limit) {
        return await().atMost(limit)
                .until(
                        () -> results().stream()
                                .filter(result -> result.id().equals(id))
                                .toList(),
                        list -> !list.isEmpty())
                .get(0);
    }

    static Result result(ConsumerRecord<byte[], byte[]> record) {
        return new ResultCodec().decode(record.value()).fold(result -> result, problem -> {
            throw new AssertionError(problem.toString());
        });
    }

    /** What a worker's status server answers. */
    static String get(URI uri) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String log(WorkerProcess worker) throws IOException {
        return Files.readString(worker.logFile());
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::close);
        consumers.values().forEach(KafkaConsumer::close);
        seen.clear();
        producer.close();
        partner.close();
        kafka.close();
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        return consumer;
    }
}
