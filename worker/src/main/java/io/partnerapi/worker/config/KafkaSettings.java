package io.partnerapi.worker.config;

import io.partnerapi.worker.check.Checks;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What is handed to the Kafka clients, by the clients' own names; its text form shows names only, since values may be
 * passwords.
 *
 * @param common for every client that knows the name
 * @param consumer for the consumer, over the common ones
 * @param producer for the producers, over the common ones
 */
public record KafkaSettings(Map<String, String> common, Map<String, String> consumer, Map<String, String> producer) {

    static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    public KafkaSettings {
        common = Map.copyOf(common);
        consumer = Map.copyOf(consumer);
        producer = Map.copyOf(producer);
        Checks checks = new Checks()
                .present(
                        "kafka.bootstrap.servers",
                        common.getOrDefault(BOOTSTRAP_SERVERS, ""),
                        "Set the brokers to begin with, such as localhost:9092");
        refuseOwned(checks, "kafka.", common);
        refuseOwned(checks, "kafka.consumer.", consumer);
        refuseOwned(checks, "kafka.producer.", producer);
        oneCluster(checks, "kafka.consumer.", consumer);
        oneCluster(checks, "kafka.producer.", producer);
        checks.orThrow();
    }

    private static void refuseOwned(Checks checks, String prefix, Map<String, String> settings) {
        for (String name : new TreeSet<>(settings.keySet())) {
            String why = KafkaNames.whyOwned(name);
            checks.require(
                    why == null,
                    prefix + name,
                    settings.getOrDefault(name, ""),
                    "is the worker's own to set: " + why,
                    "Remove it");
        }
    }

    private static void oneCluster(Checks checks, String prefix, Map<String, String> settings) {
        checks.require(
                !settings.containsKey(BOOTSTRAP_SERVERS),
                prefix + BOOTSTRAP_SERVERS,
                settings.getOrDefault(BOOTSTRAP_SERVERS, ""),
                "must be the same for every client, since a transaction spans commands and results",
                "Set kafka.bootstrap.servers");
    }

    /** Settings for a consumer, in a map of the caller's own. */
    public Map<String, Object> consumerProperties() {
        return merged(KafkaNames::consumerTakes, consumer);
    }

    /** Settings for a producer, in a map of the caller's own. */
    public Map<String, Object> producerProperties() {
        return merged(KafkaNames::producerTakes, producer);
    }

    /** Settings for an admin client, in a map of the caller's own. */
    public Map<String, Object> adminProperties() {
        return merged(KafkaNames::adminTakes, Map.of());
    }

    private Map<String, Object> merged(Predicate<String> takes, Map<String, String> over) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.keySet().removeIf(takes.negate());
        properties.putAll(over);
        return properties;
    }

    @Override
    public String toString() {
        return "KafkaSettings[common=" + new TreeSet<>(common.keySet()) + ", consumer="
                + new TreeSet<>(consumer.keySet()) + ", producer=" + new TreeSet<>(producer.keySet()) + "]";
    }
}
