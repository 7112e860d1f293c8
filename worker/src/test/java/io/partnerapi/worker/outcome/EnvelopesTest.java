package io.partnerapi.worker.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.partnerapi.schemas.ResultHeaders;
import io.partnerapi.worker.kafka.Address;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopesTest {
    private final ConsumerRecord<byte[], byte[]> command =
            new ConsumerRecord<>("commands", 3, 42, "card-1".getBytes(UTF_8), "{}".getBytes(UTF_8));

    @Test
    void aResultIsACloudEvent() {
        // When
        CloudEvent event = event(result());

        // Then
        assertThat(event.getId()).isEqualTo("commands/3/42");
        assertThat(event.getType()).isEqualTo(ResultHeaders.TYPE);
        assertThat(event.getSource()).isEqualTo(URI.create("/partner-worker/commands"));
        assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-03-01T12:00:00.123Z"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getData().toBytes()).asString(UTF_8).isEqualTo("{\"id\":\"1\"}");
        assertThat(event.getExtensionNames()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ce_id",
                "ce_ID",
                "ce_type",
                "ce_source",
                "ce_time",
                "ce_specversion",
                "ce_dataschema",
                "ce_datacontenttype",
                "ce_DataContentType",
                "content-type",
                "Content-Type",
                "ce_",
                "ce_My-Extension",
                "ce_data",
                "ce_data_base64",
                "CE_ID"
            })
    void whatACommandSaysOfItsOwnDataOrSaysWrongIsNotSaidOfItsResult(String header) {
        // Given
        command.headers().add(header, "a b::c".getBytes(UTF_8));

        // When
        CloudEvent event = event(result());

        // Then
        command.headers().remove(header);
        assertThat(event).isEqualTo(event(result()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_subject", "ce_tenant", "ce_datacontenttype", "ce_id", "content-type", "other"})
    void aHeaderWithoutAValueIsNoObstacle(String header) {
        // Given
        command.headers().add(header, null);

        // When
        CloudEvent event = event(result());

        // Then
        command.headers().remove(header);
        assertThat(event).isEqualTo(event(result()));
    }

    @ParameterizedTest
    @CsvSource({"ce_tenant,org-1", "ce_subject,card-1", "Tenant,abc", "kafka_correlationId,xyz"})
    void headersThatAreAskedForAreEchoed(String header, String value) {
        // Given
        command.headers().add(header, value.getBytes(UTF_8));

        // When
        ProducerRecord<byte[], byte[]> result = result();

        // Then
        assertThat(result.headers().lastHeader(header).value()).asString(UTF_8).isEqualTo(value);
        assertThat(event(result).getId()).isEqualTo("commands/3/42");
    }

    /** What Spring, Confluent and others write for the readers of a record, which is true of the command only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "__TypeId__",
                "__ContentTypeId__",
                "__KeyTypeId__",
                "spring_json_header_types",
                "spring.kafka.serialization.selector",
                "springDeserializerExceptionValue",
                "retry_topic-attempts",
                "retry_topic-original-timestamp",
                "kafka_dlt-exception-message",
                "kafka_deliveryAttempt",
                "kafka_offset",
                "__value_schema_id",
                "__key_schema_id",
                "apicurio.value.globalId",
                "x-exception-stacktrace",
                "dl_reason_code",
                "contentType",
                "tenant-id",
                "other"
            })
    void headersThatSayHowToTakeTheCommandAreNotEchoed(String header) {
        // Given
        command.headers().add(header, "x".getBytes(UTF_8));

        // When
        ProducerRecord<byte[], byte[]> result = result();

        // Then
        assertThat(result.headers()).hasSize(6).extracting(Header::key).doesNotContain(header);
    }

    @Test
    void ofTooManyHeadersThoseAreEchoedThatTellAnAskerItsAnswer() {
        // Given
        for (int i = 0; i < 3_000; i++) {
            command.headers().add("", new byte[0]);
        }
        command.headers().add(ResultHeaders.CORRELATION_ID, "xyz".getBytes(UTF_8));
        command.headers().add(ResultHeaders.TRACESTATE, new byte[2_000]);

        // When
        ProducerRecord<byte[], byte[]> result = result();

        // Then
        assertThat(result.headers()).hasSize(7);
        assertThat(result.headers().lastHeader(ResultHeaders.CORRELATION_ID).value())
                .asString(UTF_8)
                .isEqualTo("xyz");
    }

    private ProducerRecord<byte[], byte[]> result() {
        return new Envelopes(new EchoedHeaders(List.of("tenant")))
                .result(
                        command,
                        new Address("results", null),
                        "{\"id\":\"1\"}".getBytes(UTF_8),
                        Instant.parse("2026-03-01T12:00:00.123Z"));
    }

    private static CloudEvent event(ProducerRecord<byte[], byte[]> result) {
        return KafkaMessageFactory.createReader(result.headers(), result.value())
                .toEvent();
    }
}
