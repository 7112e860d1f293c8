package io.partnerapi.worker.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partnerapi.schemas.DeadLetterHeaders;
import io.partnerapi.schemas.Reason;
import io.partnerapi.worker.check.InvalidSettings;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers keep their names on results, and what becomes of the others on dead letters. */
class EchoedHeadersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka_correlationId",
                "kafka_replyTopic",
                "kafka_replyPartition",
                "REPLY_CORRELATION_ID",
                "id",
                "correlation-id",
                "correlationId",
                "X-Correlation-Id",
                "X-Request-ID",
                "traceparent",
                "tracestate",
                "baggage",
                "b3",
                "X-B3-TraceId",
                "ce_tenant"
            })
    void whatCorrelatesOrTracesIsEchoed(String header) {
        // When
        EchoedHeaders nothingFurther = new EchoedHeaders(List.of());

        // Then
        assertThat(nothingFurther.contains(header)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "tenant, tenant,     true",
        "tenant, TENANT,     true",
        "tenant, tenant-id,  false",
        "x-*,    X-Anything, true",
        "x-*,    y-x-,       false",
        "*,      anything,   true",
        "a*,     '',         false",
    })
    void furtherOnesAreNamedOrBegun(String setting, String header, boolean echoed) {
        // When
        EchoedHeaders further = new EchoedHeaders(List.of(setting));

        // Then
        assertThat(further.contains(header)).isEqualTo(echoed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*x", "a*b", "**", " "})
    void whatIsNeitherANameNorABeginningIsRefused(String name) {
        // When
        InvalidSettings refused = refused(List.of(name));

        // Then
        assertThat(refused.getMessage())
                .startsWith("results.echoed-headers = " + name + ": must be the name of a header");
    }

    @Test
    void tooManyNamesAreRefused() {
        // When
        InvalidSettings refused = refused(Collections.nCopies(EchoedHeaders.MOST + 1, "a"));

        // Then
        assertThat(refused.getMessage()).startsWith("results.echoed-headers = 101 names: must be at most 100");
    }

    @Test
    void deadLetterKeepsTheOthersUnderAPrefix() {
        // Given
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("commands", 0, 7, null, new byte[] {1});
        for (String name : List.of("traceparent", "content-type", "ce_type", "__TypeId__", "dl_reason_code", "")) {
            record.headers().add(name, new byte[] {2});
        }
        DeadLetterWriter writer =
                new DeadLetterWriter("dead", "worker-1", new EchoedHeaders(List.of()), Clock.systemUTC());

        // When
        Headers headers = writer.write(record, new Reason("NOT_JSON", "It is none."))
                .record()
                .headers();

        // Then
        assertThat(headers)
                .extracting(Header::key)
                .containsExactly(
                        "traceparent",
                        "content-type",
                        "ce_type",
                        "dl_original___TypeId__",
                        "dl_original_dl_reason_code",
                        "dl_original_",
                        DeadLetterHeaders.REASON_CODE,
                        DeadLetterHeaders.REASON_DETAIL,
                        DeadLetterHeaders.SOURCE_TOPIC,
                        DeadLetterHeaders.SOURCE_PARTITION,
                        DeadLetterHeaders.SOURCE_OFFSET,
                        DeadLetterHeaders.WORKER,
                        DeadLetterHeaders.AT);
        assertThat(headers.lastHeader("dl_original___TypeId__").value()).containsExactly(2);
    }

    private static InvalidSettings refused(List<String> names) {
        return assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> new EchoedHeaders(names))
                .actual();
    }
}
