package io.partnerapi.worker.config;

import io.partnerapi.worker.kafka.KafkaSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The places a value may come from, the later over the earlier: defaults, environment preset, file, environment. */
final class Layers {

    private static final String STANDARD = "defaults";
    private static final String PRESET = "partner.environment";
    private static final int STANDARD_ORDINAL = 100;
    private static final int PRESET_ORDINAL = 150;
    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;

    /** Kubernetes sets CLUSTER_PORT=tcp://10.0.0.1:5701 in every pod beside a service named "cluster". */
    private static final Predicate<String> SERVICE_LINK =
            Pattern.compile("(tcp|udp|sctp)://.*").asMatchPredicate();

    private static final String ORDINAL_OF_A_SOURCE = "config_ordinal";

    private final Map<String, String> standard;
    private final String fileName;
    private final SmallRyeConfig config;

    /**
     * Layers without the system properties and class path resources that the library would look for by itself.
     *
     * @param file settings of the file; an empty value counts as not set
     * @param environment variables of the process; an empty value counts as not set
     */
    Layers(Map<Setting, String> preset, Map<String, String> file, String fileName, Map<String, String> environment) {
        this.standard = standard(preset);
        this.fileName = fileName;
        this.config = new SmallRyeConfigBuilder()
                .withSources(
                        new PropertiesConfigSource(standard, STANDARD, STANDARD_ORDINAL),
                        new PropertiesConfigSource(byKey(preset), PRESET, PRESET_ORDINAL),
                        new PropertiesConfigSource(set(file), fileName, FILE_ORDINAL),
                        new EnvConfigSource(settings(environment), ENVIRONMENT_ORDINAL))
                .build();
    }

    private static Map<String, String> standard(Map<Setting, String> preset) {
        Map<String, String> values = byKey(preset);
        for (Setting setting : Setting.values()) {
            String value = setting.standard();
            if (value != null) {
                values.put(setting.key(), value);
            }
        }
        values.put(KafkaSettings.COMMON_PREFIX + KafkaSettings.BOOTSTRAP_SERVERS, "localhost:9092");
        return values;
    }

    private static Map<String, String> byKey(Map<Setting, String> values) {
        Map<String, String> byKey = new HashMap<>();
        values.forEach((setting, value) -> byKey.put(setting.key(), value));
        return byKey;
    }

    private static Map<String, String> set(Map<String, String> values) {
        Map<String, String> set = new HashMap<>(values);
        set.values().removeIf(String::isBlank);
        return set;
    }

    private static Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> settings = set(environment);
        settings.entrySet()
                .removeIf(variable -> variable.getKey().equalsIgnoreCase(ORDINAL_OF_A_SOURCE)
                        || SERVICE_LINK.test(variable.getValue()));
        return settings;
    }

    /** The value that counts, without the spaces around it; null if it is set nowhere. */
    @Nullable
    String value(String key) {
        String value = config.getConfigValue(key).getRawValue();
        return value == null ? null : value.strip();
    }

    /** The value if nobody set it; empty if there is none. */
    String standard(String key) {
        return standard.getOrDefault(key, "");
    }

    /** Who set the value that counts, for people; null if nobody did. */
    @Nullable
    String origin(String key) {
        int ordinal = config.getConfigValue(key).getConfigSourceOrdinal();
        if (ordinal == ENVIRONMENT_ORDINAL) {
            return Setting.environmentName(key);
        }
        return ordinal == FILE_ORDINAL ? fileName : null;
    }
}
