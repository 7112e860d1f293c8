package io.partnerapi.worker.kafka;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The kinds of Kafka client, and what each knows about its own settings. */
public enum KafkaClient {
    CONSUMER(ConsumerConfig.configDef()),
    PRODUCER(ProducerConfig.configDef()),
    ADMIN(AdminClientConfig.configDef());

    private final ConfigDef definition;

    KafkaClient(ConfigDef definition) {
        this.definition = definition;
    }

    /** Every name that some client knows, in alphabetical order. */
    public static Set<String> allNames() {
        Set<String> names = new TreeSet<>();
        for (KafkaClient client : values()) {
            names.addAll(client.names());
        }
        return names;
    }

    static boolean isKnownToAny(String name) {
        return Arrays.stream(values()).anyMatch(client -> client.knows(name));
    }

    /** Every name this client knows. */
    public Set<String> names() {
        return definition.names();
    }

    boolean knows(String name) {
        return definition.configKeys().containsKey(name);
    }

    /** Whether a value may be shown; what the clients do not know may be a plugin's password. */
    static boolean isSecret(String name) {
        return Arrays.stream(values())
                .map(client -> client.definition.configKeys().get(name))
                .noneMatch(key -> key != null && key.type != Type.PASSWORD);
    }

    /** What the client would say against a value of a setting it knows; empty if nothing. */
    Optional<String> objection(String name, String value) {
        ConfigKey key = definition.configKeys().get(name);
        if (key == null || key.type == Type.CLASS) {
            return Optional.empty();
        }
        try {
            Object parsed = ConfigDef.parseType(name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(key.type == Type.PASSWORD ? "not a legal value" : String.valueOf(e.getMessage()));
        }
    }
}
