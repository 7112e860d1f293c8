package io.partnerapi.worker.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.schemas.CommandCodec;
import io.partnerapi.schemas.OperationCatalogue;
import io.partnerapi.schemas.ResultHeaders;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.kafka.HeaderBytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandReaderTest {
    private static final long SENT_AT = 1_767_225_600_000L;

    private final CommandReader reader = new CommandReader(
            new CommandCodec(),
            OperationCatalogue.standard(),
            new ReplyAddresses(new Address("results", null), Map.of("replies", 3)),
            organization -> "sealed".equals(organization));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a read of the catalogue        | 'id':'1','method':'GET','path':'/cards'                          | repeatable get-cards",
                "a POST that reads              | 'id':'1','method':'POST','path':'/cards/details','body':{}       | repeatable get-multiple-card-details",
                "an unsafe operation            | 'id':'1','method':'POST','path':'/cards/ch-1','body':{}          | once issue-card",
                "a write                        | 'id':'1','method':'PATCH','path':'/cards/c-1','body':{}          | once update-card",
                "a write that claims to be safe | 'id':'1','method':'PATCH','path':'/cards/c-1','body':{},'repeat':'SAFE' | repeatable update-card",
                "a read that claims to be unsafe| 'id':'1','method':'GET','path':'/cards','repeat':'UNSAFE'        | once get-cards",
                "an unknown GET                 | 'id':'1','method':'GET','path':'/new/thing'                      | repeatable other",
                "an unknown POST                | 'id':'1','method':'POST','path':'/new/thing'                     | once other",
                "an unsafe one claimed safe     | 'id':'1','method':'POST','path':'/cards/ch-1','body':{},'repeat':'SAFE' | refused NOT_SAFE",
                "a PIN                          | 'id':'1','method':'GET','path':'/cards/c-1/pin'                  | refused SENSITIVE",
                "card data without a key        | 'id':'1','target':'pci','method':'GET','path':'/card-details/c-1' | refused SENSITIVE",
                "an unknown field               | 'id':'1','method':'GET','path':'/cards','retries':3              | refused MALFORMED",
                "a path upwards                 | 'id':'1','method':'GET','path':'/../x'                           | refused MALFORMED",
                "no id                          | 'method':'GET','path':'/cards'                                   | unreadable MALFORMED"
            })
    void reads(String what, String fields, String expected) {
        assertThat(text(reader.read(record("{" + fields.replace('\'', '"') + "}"))))
                .as(what)
                .isEqualTo(expected);
    }

    @Test
    void cardDataIsAcceptedForAnOrganizationWithAKey() {
        // When
        Reading reading = reader.read(record("{\"id\":\"1\",\"target\":\"pci\",\"method\":\"GET\","
                + "\"path\":\"/card-details/c-1\",\"organizationId\":\"sealed\"}"));

        // Then
        assertThat(reading.<Boolean>fold(Reading.Accepted::sensitive, refused -> false, unreadable -> false))
                .isTrue();
    }

    @Test
    void timeToLiveCountsFromTheRecordsTimestamp() {
        // When
        Reading reading =
                reader.read(record("{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\",\"ttl\":\"PT30S\"}"));

        // Then
        assertThat(reading.<Optional<Instant>>fold(
                        accepted -> Optional.ofNullable(accepted.deadline()),
                        refused -> Optional.empty(),
                        unreadable -> Optional.empty()))
                .contains(Instant.ofEpochMilli(SENT_AT).plusSeconds(30));
    }

    @Test
    void aReplyGoesWhereTheHeadersAskIfTheTopicIsAllowed() {
        // Given
        Headers headers = new RecordHeaders()
                .add(ResultHeaders.REPLY_TOPIC, "replies".getBytes(UTF_8))
                .add(
                        ResultHeaders.REPLY_PARTITION,
                        ByteBuffer.allocate(4).putInt(2).array());

        // When
        Reading reading = reader.read(record("{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\"}", headers));

        // Then
        assertThat(reading.<Optional<Address>>fold(
                        accepted -> Optional.of(accepted.replyTo()),
                        refused -> Optional.empty(),
                        unreadable -> Optional.empty()))
                .contains(new Address("replies", 2));
    }

    @ParameterizedTest
    @CsvSource({"elsewhere,", "replies,3", "replies,-1"})
    void aReplyToWhatIsNotAllowedIsRefusedToTheResultsTopic(String topic, Integer partition) {
        // Given
        Headers headers = new RecordHeaders().add(ResultHeaders.REPLY_TOPIC, topic.getBytes(UTF_8));
        if (partition != null) {
            headers.add(
                    ResultHeaders.REPLY_PARTITION,
                    ByteBuffer.allocate(4).putInt(partition).array());
        }

        // When
        Reading reading = reader.read(record("{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\"}", headers));

        // Then
        assertThat(text(reading)).isEqualTo("refused REPLY_TOPIC_NOT_ALLOWED");
        assertThat(reading.<String>fold(a -> "", refused -> refused.replyTo().topic(), u -> ""))
                .isEqualTo("results");
    }

    @Test
    void headersTooLongToEchoAreRefused() {
        // Given
        Headers headers = new RecordHeaders().add("note", new byte[HeaderBytes.MOST]);

        // When
        Reading reading = reader.read(record("{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\"}", headers));

        // Then
        assertThat(text(reading)).isEqualTo("refused HEADERS_TOO_LARGE");
    }

    @Test
    void headersWithoutBytesCountToo() {
        // Given
        Headers headers = new RecordHeaders();
        IntStream.range(0, 3_000).forEach(i -> headers.add("", null));

        // When
        Reading reading = reader.read(record("{\"id\":\"1\",\"method\":\"GET\",\"path\":\"/cards\"}", headers));

        // Then
        assertThat(text(reading)).isEqualTo("refused HEADERS_TOO_LARGE");
    }

    private static String text(Reading reading) {
        return reading.fold(
                accepted -> (accepted.repeatable() ? "repeatable " : "once ") + accepted.operation(),
                refused -> "refused " + refused.reason().code(),
                unreadable -> "unreadable " + unreadable.reason().code());
    }

    private static ConsumerRecord<byte[], byte[]> record(String json) {
        return record(json, new RecordHeaders());
    }

    private static ConsumerRecord<byte[], byte[]> record(String json, Headers headers) {
        return new ConsumerRecord<>(
                "commands",
                0,
                7,
                SENT_AT,
                TimestampType.CREATE_TIME,
                0,
                json.length(),
                new byte[0],
                json.getBytes(UTF_8),
                headers,
                Optional.empty());
    }
}
