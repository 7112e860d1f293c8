package io.partnerapi.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.partnerapi.worker.kafka.HeaderBytes;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedRecordTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "9, 9", "10, 10", "11, 11", "12, 11", "1000, 11"})
    void aByteMoreThanIsAllowedIsKept(int length, int kept) {
        // When
        byte[] bytes = new BoundedBytes(10).deserialize("commands", null, ByteBuffer.allocate(length));

        // Then
        assertThat(bytes).hasSize(kept);
    }

    @Test
    void headersThatAreAllowedStayAsTheyAre() {
        // Given
        ConsumerRecord<byte[], byte[]> record = record();
        record.headers().add("trace", new byte[1_000]);

        // When
        ConsumerRecord<byte[], byte[]> bounded = BoundedHeaders.of(record);

        // Then
        assertThat(bounded).isSameAs(record);
    }

    @Test
    void ofTooManyHeadersEnoughAreKeptToSeeThatTheyAre() {
        // Given
        ConsumerRecord<byte[], byte[]> record = record();
        IntStream.range(0, 100_000).forEach(i -> record.headers().add("", null));

        // When
        ConsumerRecord<byte[], byte[]> bounded = BoundedHeaders.of(record);

        // Then
        assertThat(bounded.headers()).hasSizeLessThan(3_000);
        assertThat(HeaderBytes.of(bounded.headers())).isGreaterThan(HeaderBytes.MOST);
        assertThat(bounded.offset()).isEqualTo(7);
    }

    private static ConsumerRecord<byte[], byte[]> record() {
        return new ConsumerRecord<>("commands", 0, 7, new byte[0], new byte[0]);
    }
}
