package io.partnerapi.worker.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Which log a partition has: a topic that is deleted and made anew has others, and so has its copy in another cluster.
 *
 * @param topicId what the cluster calls this life of the topic
 * @param place a checksum of cluster, topic and partition, the same for each life of the topic
 */
public record LogId(Uuid topicId, String place) {

    public static LogId of(String cluster, TopicPartition partition, Uuid topicId) {
        CRC32C sum = new CRC32C();
        sum.update((cluster + "/" + partition).getBytes(UTF_8));
        return new LogId(topicId, HexFormat.of().toHexDigits((int) sum.getValue()));
    }
}
