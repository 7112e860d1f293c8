package io.partnerapi.worker.kafka;

import io.partnerapi.worker.check.Checks;
import io.partnerapi.worker.timing.GivenTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is handed to the Kafka clients, by the clients' own names; its text form shows names only, since values may be
 * passwords.
 *
 * @param common for every client that knows the name; names no client knows go to all, for their plugins
 * @param consumer for the consumer, over the common ones
 * @param producer for the producers, over the common ones
 */
public record KafkaSettings(Map<String, String> common, Map<String, String> consumer, Map<String, String> producer) {

    public static final String COMMON_PREFIX = "kafka.";
    public static final String CONSUMER_PREFIX = "kafka.consumer.";
    public static final String PRODUCER_PREFIX = "kafka.producer.";
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    public KafkaSettings {
        common = Map.copyOf(common);
        consumer = Map.copyOf(consumer);
        producer = Map.copyOf(producer);
        Checks checks = new Checks()
                .present(
                        COMMON_PREFIX + BOOTSTRAP_SERVERS,
                        common.getOrDefault(BOOTSTRAP_SERVERS, ""),
                        "Set the brokers to begin with, such as localhost:9092");
        if (!isIndirect(common, BOOTSTRAP_SERVERS)) {
            brokers(common).check(checks, COMMON_PREFIX + BOOTSTRAP_SERVERS);
        }
        check(checks, COMMON_PREFIX, common, KafkaClient.values());
        check(checks, CONSUMER_PREFIX, consumer, KafkaClient.CONSUMER);
        check(checks, PRODUCER_PREFIX, producer, KafkaClient.PRODUCER);
        checkKeyStores(checks, COMMON_PREFIX, Map.copyOf(common));
        checkOwnKeyStores(checks, CONSUMER_PREFIX, KafkaClient.CONSUMER, common, consumer);
        checkOwnKeyStores(checks, PRODUCER_PREFIX, KafkaClient.PRODUCER, common, producer);
        refuseOtherCluster(checks, CONSUMER_PREFIX, consumer);
        refuseOtherCluster(checks, PRODUCER_PREFIX, producer);
        if (GroupSession.ruledByBrokers(merged(KafkaClient.CONSUMER, common, consumer))) {
            GroupSession.refuseIn(checks, COMMON_PREFIX, common);
            GroupSession.refuseIn(checks, CONSUMER_PREFIX, consumer);
        }
        checks.orThrow();
    }

    private static void check(Checks checks, String prefix, Map<String, String> settings, KafkaClient... clients) {
        for (String name : new TreeSet<>(settings.keySet())) {
            String value = settings.getOrDefault(name, "");
            String shown = KafkaClient.isSecret(name) ? "(hidden)" : value;
            Optional<String> owned = OwnedByWorker.reason(name);
            if (owned.isPresent()) {
                checks.require(false, prefix + name, shown, "is set by the worker alone: " + owned.get(), "Remove it");
            } else {
                objection(List.of(clients), name, value)
                        .ifPresent(objection -> checks.require(
                                false,
                                prefix + name,
                                shown,
                                "is not accepted by the Kafka client: " + objection,
                                "See this setting in the documentation of Kafka"));
            }
        }
    }

    private static Optional<String> objection(List<KafkaClient> clients, String name, String value) {
        return clients.stream()
                .flatMap(client -> client.objection(name, value).stream())
                .findFirst();
    }

    private static void refuseOtherCluster(Checks checks, String prefix, Map<String, String> settings) {
        checks.require(
                !settings.containsKey(BOOTSTRAP_SERVERS),
                prefix + BOOTSTRAP_SERVERS,
                settings.getOrDefault(BOOTSTRAP_SERVERS, ""),
                "must be the same for every client, since one transaction spans commands and results",
                "Set " + COMMON_PREFIX + BOOTSTRAP_SERVERS);
    }

    /** Whether only the client knows the value, by a config provider. */
    static boolean isIndirect(Map<String, ?> properties, String name) {
        return properties.containsKey("config.providers")
                && String.valueOf(properties.get(name)).contains("${");
    }

    private static BootstrapServers brokers(Map<String, String> common) {
        return new BootstrapServers(common.getOrDefault(BOOTSTRAP_SERVERS, ""));
    }

    /** The hosts of the brokers, if the name service knows none of them: no client can be made then; blocks. */
    public List<String> unknownHosts() {
        return isIndirect(common, BOOTSTRAP_SERVERS)
                ? List.of()
                : brokers(common).unknownHosts();
    }

    private static void checkKeyStores(Checks checks, String prefix, Map<String, Object> properties) {
        KeyStores stores = new KeyStores(prefix, properties);
        stores.wrongTrustStore().ifPresent(checks::problem);
        stores.wrongKeyStore().ifPresent(checks::problem);
    }

    /** Only if it differs from the common ones, which are looked at by themselves. */
    private static void checkOwnKeyStores(
            Checks checks, String prefix, KafkaClient client, Map<String, String> common, Map<String, String> own) {
        if (own.keySet().stream().anyMatch(name -> name.startsWith("ssl.") || name.equals("security.protocol"))) {
            checkKeyStores(checks, prefix, merged(client, common, own));
        }
    }

    /** Settings for a consumer, in a map of the caller's own. */
    public Map<String, Object> consumerProperties() {
        return merged(KafkaClient.CONSUMER, common, consumer);
    }

    /** Settings for a producer, in a map of the caller's own. */
    public Map<String, Object> producerProperties() {
        return merged(KafkaClient.PRODUCER, common, producer);
    }

    /** Settings for an admin client, in a map of the caller's own. */
    public Map<String, Object> adminProperties() {
        return merged(KafkaClient.ADMIN, common, Map.of());
    }

    /** A time that the consumer is given, in milliseconds; empty if its default holds. */
    public Optional<GivenTime> consumerTime(String name) {
        return time(CONSUMER_PREFIX, consumer, name);
    }

    /** A time that the producers are given, in milliseconds; empty if their default holds. */
    public Optional<GivenTime> producerTime(String name) {
        return time(PRODUCER_PREFIX, producer, name);
    }

    private Optional<GivenTime> time(String prefix, Map<String, String> over, String name) {
        return over.containsKey(name)
                ? time(prefix, name, over.get(name))
                : time(COMMON_PREFIX, name, common.get(name));
    }

    private static Optional<GivenTime> time(String prefix, String name, @Nullable String millis) {
        return Optional.ofNullable(millis)
                .map(value -> new GivenTime(prefix + name, Duration.ofMillis(Long.parseLong(value.trim()))));
    }

    private static Map<String, Object> merged(
            KafkaClient client, Map<String, String> common, Map<String, String> over) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.keySet().removeIf(name -> !client.knows(name) && KafkaClient.isKnownToAny(name));
        properties.putAll(over);
        return properties;
    }

    @Override
    public String toString() {
        return "KafkaSettings[common=" + new TreeSet<>(common.keySet()) + ", consumer="
                + new TreeSet<>(consumer.keySet()) + ", producer=" + new TreeSet<>(producer.keySet()) + "]";
    }
}
