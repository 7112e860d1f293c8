package io.partnerapi.worker.decode;

import io.partnerapi.schemas.ResultHeaders;
import io.partnerapi.worker.kafka.Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where results may go: the results topic, or the topic and partition that a command's headers name, if allowed.
 *
 * @param results where results go that ask for nothing else
 * @param partitions the topics allowed for replies, each with its number of partitions
 */
public record ReplyAddresses(Address results, Map<String, Integer> partitions) {
    public ReplyAddresses {
        partitions = Map.copyOf(partitions);
    }

    /** Where the result of a command with these headers goes; empty if they ask for what is not allowed. */
    Optional<Address> of(Headers headers) {
        Header topicHeader = headers.lastHeader(ResultHeaders.REPLY_TOPIC);
        if (topicHeader == null) {
            return Optional.of(results);
        }
        String topic = topicHeader.value() == null ? "" : new String(topicHeader.value(), StandardCharsets.UTF_8);
        int count = partitions.getOrDefault(topic, 0);
        if (count == 0) {
            return Optional.empty();
        }
        Header partitionHeader = headers.lastHeader(ResultHeaders.REPLY_PARTITION);
        if (partitionHeader == null) {
            return Optional.of(new Address(topic, null));
        }
        byte[] value = partitionHeader.value();
        int partition = value == null || value.length != Integer.BYTES
                ? -1
                : ByteBuffer.wrap(value).getInt();
        return 0 <= partition && partition < count ? Optional.of(new Address(topic, partition)) : Optional.empty();
    }
}
