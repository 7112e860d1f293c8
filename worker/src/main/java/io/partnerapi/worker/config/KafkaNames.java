package io.partnerapi.worker.config;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** What the Kafka clients call their settings, and which of them the worker's guarantees rest on. */
final class KafkaNames {

    private static final ConfigDef CONSUMER = ConsumerConfig.configDef();
    private static final ConfigDef PRODUCER = ProducerConfig.configDef();
    private static final ConfigDef ADMIN = AdminClientConfig.configDef();

    private static final String ONE_GROUP = "set worker.group instead";
    private static final String BYTES = "the worker reads and writes bytes";
    private static final String OWN_COMMITS = "offsets are committed together with the results, in one transaction";
    private static final String DRAINING =
            "the worker settles its calls before a partition moves on, which needs its own choice";
    private static final String DURABLE = "a result counts as published only when every in-sync replica has it, once";
    private static final String KEY_ORDER = "results of one key must stay in one partition to stay in order";
    private static final String ONE_NAME = "set worker.id instead";

    private static final Map<String, String> OWNED = Map.ofEntries(
            entry("group.id", ONE_GROUP),
            entry("client.id", ONE_NAME),
            entry("key.deserializer", BYTES),
            entry("value.deserializer", BYTES),
            entry("key.serializer", BYTES),
            entry("value.serializer", BYTES),
            entry("enable.auto.commit", OWN_COMMITS),
            entry("auto.commit.interval.ms", OWN_COMMITS),
            entry("transactional.id", OWN_COMMITS),
            entry("transaction.two.phase.commit.enable", OWN_COMMITS),
            entry("isolation.level", "commands of aborted transactions must never run"),
            entry("auto.offset.reset", "no command may be skipped, so a new group starts at the earliest"),
            entry("allow.auto.create.topics", "topics.create decides whether topics are created"),
            entry("group.protocol", DRAINING),
            entry("group.remote.assignor", DRAINING),
            entry("partition.assignment.strategy", DRAINING),
            entry("group.instance.id", "a stopped worker's partitions must move on at once"),
            entry("acks", DURABLE),
            entry("enable.idempotence", DURABLE),
            entry("partitioner.class", KEY_ORDER),
            entry("partitioner.ignore.keys", KEY_ORDER));

    private KafkaNames() {}

    /** Every name some client knows, in alphabetical order. */
    static Set<String> all() {
        Set<String> names = new TreeSet<>(CONSUMER.names());
        names.addAll(PRODUCER.names());
        names.addAll(ADMIN.names());
        return names;
    }

    static boolean consumerTakes(String name) {
        return CONSUMER.names().contains(name) || isUnknown(name);
    }

    static boolean producerTakes(String name) {
        return PRODUCER.names().contains(name) || isUnknown(name);
    }

    static boolean adminTakes(String name) {
        return ADMIN.names().contains(name) || isUnknown(name);
    }

    /** Not a client's own setting; it may be meant for a plugin such as a login module, so it is handed on. */
    static boolean isUnknown(String name) {
        return !CONSUMER.names().contains(name)
                && !PRODUCER.names().contains(name)
                && !ADMIN.names().contains(name);
    }

    /** Why the worker sets this one itself; null if it does not. */
    static @Nullable String whyOwned(String name) {
        return OWNED.get(name);
    }

    static boolean isSecret(String name) {
        return isUnknown(name) || secretIn(CONSUMER, name) || secretIn(PRODUCER, name) || secretIn(ADMIN, name);
    }

    private static boolean secretIn(ConfigDef clients, String name) {
        ConfigDef.ConfigKey key = clients.configKeys().get(name);
        return key != null && key.type == Type.PASSWORD;
    }
}
