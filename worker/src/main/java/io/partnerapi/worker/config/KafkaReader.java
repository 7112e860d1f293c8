package io.partnerapi.worker.config;

import io.partnerapi.worker.kafka.KafkaClient;
import io.partnerapi.worker.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gathers the settings of the Kafka clients: from the file whatever begins with {@code kafka.}, from the environment only
 * names that a client knows, since Kubernetes sets variables such as {@code KAFKA_PORT_9092_TCP} beside a service "kafka".
 */
final class KafkaReader {

    private final Layers layers;
    private final Set<String> inFile;

    KafkaReader(Layers layers, Collection<String> inFile) {
        this.layers = layers;
        this.inFile = new TreeSet<>(inFile);
    }

    KafkaSettings settings() {
        return new KafkaSettings(
                gather(KafkaSettings.COMMON_PREFIX, KafkaClient.allNames()),
                gather(KafkaSettings.CONSUMER_PREFIX, KafkaClient.CONSUMER.names()),
                gather(KafkaSettings.PRODUCER_PREFIX, KafkaClient.PRODUCER.names()));
    }

    private Map<String, String> gather(String prefix, Set<String> known) {
        Set<String> names = namesInFile(prefix);
        names.addAll(known);
        Map<String, String> values = new HashMap<>();
        for (String name : names) {
            String value = layers.value(prefix + name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    /** What is odd about the names: no client knows them, so either a plugin does or they are mistyped. */
    List<String> doubtful() {
        List<String> doubts = new ArrayList<>();
        doubts.addAll(doubtful("client", KafkaSettings.COMMON_PREFIX, KafkaClient.allNames()));
        doubts.addAll(doubtful("consumer", KafkaSettings.CONSUMER_PREFIX, KafkaClient.CONSUMER.names()));
        doubts.addAll(doubtful("producer", KafkaSettings.PRODUCER_PREFIX, KafkaClient.PRODUCER.names()));
        return doubts;
    }

    private List<String> doubtful(String kind, String prefix, Set<String> known) {
        return namesInFile(prefix).stream()
                .filter(name -> !known.contains(name))
                .map(name -> "No Kafka " + kind + " knows " + prefix + name + "; it is handed on."
                        + Nearest.to(name, known)
                                .map(nearest -> " Did you mean " + prefix + nearest + "?")
                                .orElse(""))
                .toList();
    }

    private Set<String> namesInFile(String prefix) {
        Set<String> names = new TreeSet<>();
        for (String key : inFile) {
            if (key.startsWith(prefix) && !isOfOneClient(prefix, key)) {
                names.add(key.substring(prefix.length()));
            }
        }
        return names;
    }

    private static boolean isOfOneClient(String prefix, String key) {
        return prefix.equals(KafkaSettings.COMMON_PREFIX)
                && (key.startsWith(KafkaSettings.CONSUMER_PREFIX) || key.startsWith(KafkaSettings.PRODUCER_PREFIX));
    }
}
