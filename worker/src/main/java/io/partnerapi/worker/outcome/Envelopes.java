package io.partnerapi.worker.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partnerapi.schemas.ResultHeaders;
import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.kafka.HeaderBytes;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes of results: the command's key, those of its headers that are echoed, and those that make a CloudEvents 1.0 event
 * in binary mode.
 */
final class Envelopes {
    /** What a command that is an event itself says of its own data. */
    private static final Set<String> OF_THE_COMMAND = Set.of("ce_dataschema", "ce_datacontenttype", "ce_data");

    private static final Pattern ATTRIBUTE = Pattern.compile("ce_[a-z0-9]+");

    private final EchoedHeaders echoed;

    Envelopes(EchoedHeaders echoed) {
        this.echoed = echoed;
    }

    ProducerRecord<byte[], byte[]> result(
            ConsumerRecord<byte[], byte[]> command, Address to, byte[] value, Instant at) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(to.topic(), to.partition(), command.key(), value);
        Headers headers = record.headers();
        if (HeaderBytes.of(command.headers()) <= HeaderBytes.MOST) {
            for (Header header : command.headers()) {
                if (isEchoed(header.key())) {
                    headers.add(header);
                }
            }
        } else {
            HeaderBytes.correlation(command.headers()).forEach(headers::add);
        }
        describe(headers, command, at);
        return record;
    }

    /** Nothing of the command is echoed. */
    static ProducerRecord<byte[], byte[]> bare(
            ConsumerRecord<byte[], byte[]> command, String topic, byte @Nullable [] key, byte[] value, Instant at) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, key, value);
        describe(record.headers(), command, at);
        return record;
    }

    private static void describe(Headers headers, ConsumerRecord<byte[], byte[]> command, Instant at) {
        String origin = command.topic() + "/" + command.partition() + "/" + command.offset();
        put(headers, ResultHeaders.CE_ID, origin);
        put(headers, ResultHeaders.CE_TYPE, ResultHeaders.TYPE);
        put(headers, ResultHeaders.CE_SOURCE, "/partner-worker/" + command.topic());
        put(headers, ResultHeaders.CE_SPEC_VERSION, ResultHeaders.SPEC_VERSION);
        put(headers, ResultHeaders.CE_TIME, at.toString());
        put(headers, ResultHeaders.CONTENT_TYPE, ResultHeaders.JSON);
    }

    /** A result with an attribute that is malformed, or untrue of it, is no event for readers of CloudEvents. */
    private boolean isEchoed(String name) {
        return name.regionMatches(true, 0, "ce_", 0, "ce_".length())
                ? ATTRIBUTE.matcher(name).matches() && !OF_THE_COMMAND.contains(name)
                : echoed.contains(name);
    }

    static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(UTF_8));
    }
}
