package io.partnerapi.worker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.partnerapi.sandbox.partner.Rules;
import io.partnerapi.schemas.Outcome;
import io.partnerapi.schemas.Reason;
import io.partnerapi.schemas.Result;
import io.partnerapi.schemas.ResultCodec;
import io.partnerapi.schemas.ResultHeaders;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.requestreply.RequestReplyFuture;
import org.springframework.kafka.support.TopicPartitionOffset;

/** Request and reply with Spring's own client, and results read with the CloudEvents SDK. */
class ReplyIT {
    private static final Duration LIMIT = Landscape.LIMIT;

    private static Landscape landscape;
    private static ReplyingKafkaTemplate<String, String, String> template;
    private static ReplyingKafkaTemplate<String, String, String> ofOnePartition;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        landscape = new Landscape(folder, Rules::withoutLatency);
        landscape.startReady(1);
        template = template(new ContainerProperties("replies"), "my-application");
        ofOnePartition = template(new ContainerProperties(new TopicPartitionOffset("replies", 2, 0L)), "another");
        assertThat(template.waitForAssignment(LIMIT)).isTrue();
    }

    @AfterAll
    static void stop() {
        ofOnePartition.destroy();
        template.destroy();
        landscape.close();
    }

    private static ReplyingKafkaTemplate<String, String, String> template(ContainerProperties replies, String group) {
        String servers = landscape.kafka.bootstrapServers();
        replies.setGroupId(group);
        var consumers = new DefaultKafkaConsumerFactory<>(
                Map.<String, Object>of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
        var producers = new DefaultKafkaProducerFactory<>(
                Map.<String, Object>of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer());
        var template =
                new ReplyingKafkaTemplate<>(producers, new ConcurrentMessageListenerContainer<>(consumers, replies));
        template.setDefaultReplyTimeout(Duration.ofMinutes(1));
        template.setSharedReplyTopic(true);
        template.start();
        return template;
    }

    @Test
    void requestsAtTheSameTimeEachGetTheirOwnResult() throws Exception {
        // When
        Map<String, RequestReplyFuture<String, String, String>> asked = new LinkedHashMap<>();
        IntStream.range(0, 20)
                .mapToObj(i -> "ask-" + i)
                .forEach(id -> asked.put(id, template.sendAndReceive(read(id, "key of " + id))));

        // Then
        for (String id : asked.keySet()) {
            ConsumerRecord<String, String> reply = reply(asked.get(id));
            assertThat(result(reply).id()).isEqualTo(id);
            assertThat(result(reply).status()).isEqualTo(200);
            assertThat(reply.key()).isEqualTo("key of " + id);
        }
    }

    @Test
    void aRefusedCommandIsAnsweredToo() throws Exception {
        // When
        ConsumerRecord<String, String> reply = reply(template.sendAndReceive(new ProducerRecord<>(
                "partner.commands", "{\"id\":\"ask-typo\",\"method\":\"GET\",\"path\":\"/cards\",\"retrys\":1}")));

        // Then
        assertThat(result(reply).id()).isEqualTo("ask-typo");
        assertThat(result(reply).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void thePartitionThatTheAskerWaitsOnIsHonoured() throws Exception {
        // When
        var asked = IntStream.range(0, 5)
                .mapToObj(i -> ofOnePartition.sendAndReceive(read("ask-there-" + i, "key " + i)))
                .toList();

        // Then
        for (RequestReplyFuture<String, String, String> future : asked) {
            assertThat(reply(future).partition()).isEqualTo(2);
        }
    }

    @Test
    void aReplyTopicThatIsNotAllowedIsRefusedOnTheResultsTopic() {
        // Given
        ProducerRecord<String, String> request = read("ask-elsewhere", "k");
        request.headers().add(ResultHeaders.REPLY_TOPIC, "partner.quota".getBytes(UTF_8));

        // When
        template.send(request);

        // Then
        Result result = landscape.result("ask-elsewhere");
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).extracting(Reason::code).isEqualTo("REPLY_TOPIC_NOT_ALLOWED");
        assertThat(landscape.partner.ledger().callsByCommand()).doesNotContainKey("ask-elsewhere");
    }

    @Test
    void headersComeBackAndTheTraceGoesOn() throws Exception {
        // Given
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        ProducerRecord<String, String> request = read("ask-traced", "k");
        request.headers().add(ResultHeaders.TRACEPARENT, trace.getBytes(UTF_8));
        request.headers().add("baggage", new byte[] {0, -1, 7});

        // When
        ConsumerRecord<String, String> reply = reply(template.sendAndReceive(request));

        // Then
        assertThat(reply.headers().lastHeader(ResultHeaders.TRACEPARENT).value())
                .asString(UTF_8)
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        assertThat(reply.headers().lastHeader("baggage").value()).containsExactly(0, -1, 7);
        assertThat(reply.headers().lastHeader(ResultHeaders.CORRELATION_ID).value())
                .isEqualTo(request.headers()
                        .lastHeader(ResultHeaders.CORRELATION_ID)
                        .value());
    }

    @Test
    void aResultIsACloudEvent() {
        // When
        landscape.send("card-1", "{\"id\":\"event-1\",\"method\":\"GET\",\"path\":\"/cards\"}", "ce_dataschema", ":");

        // Then
        landscape.result("event-1");
        assertIsCloudEvent(record("partner.results", "event-1"));
    }

    @Test
    void aReplyIsACloudEventToo() throws Exception {
        // When
        reply(template.sendAndReceive(read("event-2", "k")));

        // Then
        assertIsCloudEvent(record("replies", "event-2"));
    }

    private static void assertIsCloudEvent(ConsumerRecord<byte[], byte[]> record) {
        Result result = Landscape.result(record);
        try (CloudEventDeserializer deserializer = new CloudEventDeserializer()) {
            CloudEvent event = deserializer.deserialize(record.topic(), record.headers(), record.value());
            assertThat(event.getId())
                    .isEqualTo("partner.commands/" + result.source().partition() + "/"
                            + result.source().offset());
            assertThat(event.getType()).isEqualTo("io.partnerapi.result.v1");
            assertThat(event.getSource()).isEqualTo(URI.create("/partner-worker/partner.commands"));
            assertThat(event.getTime()).isNotNull();
            assertThat(event.getTime().toInstant()).isEqualTo(result.finishedAt());
            assertThat(event.getDataContentType()).isEqualTo("application/json");
            assertThat(event.getData()).isNotNull();
            assertThat(event.getData().toBytes()).isEqualTo(record.value());
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, String id) {
        return await().atMost(LIMIT)
                .until(
                        () -> landscape.read(topic).stream()
                                .filter(record -> Landscape.result(record).id().equals(id))
                                .toList(),
                        list -> !list.isEmpty())
                .get(0);
    }

    private static ProducerRecord<String, String> read(String id, String key) {
        return new ProducerRecord<>(
                "partner.commands", key, "{\"id\":\"" + id + "\",\"method\":\"GET\",\"path\":\"/organizations\"}");
    }

    private static ConsumerRecord<String, String> reply(RequestReplyFuture<String, String, String> asked)
            throws Exception {
        return asked.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Result result(ConsumerRecord<String, String> reply) {
        return new ResultCodec().decode(reply.value().getBytes(UTF_8)).fold(result -> result, problem -> {
            throw new AssertionError(problem.toString());
        });
    }
}
