package io.partnerapi.worker.config;

import io.partnerapi.worker.check.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads a file of settings: {@code key=value} lines in UTF-8, as Java properties. */
final class SettingsFile {

    private static final long MOST_BYTES = 1 << 20;

    private SettingsFile() {}

    /** @throws ConfigurationException if it cannot be read */
    static Map<String, String> read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw problem(file, "must be at most " + MOST_BYTES + " bytes", "Name a file of settings");
            }
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            Map<String, String> settings = new HashMap<>();
            properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
            return settings;
        } catch (CharacterCodingException e) {
            throw problem(file, "must be UTF-8 text", "Save it as UTF-8");
        } catch (IOException e) {
            throw problem(file, "must be a file that the worker can read", "Check the path and its rights");
        } catch (IllegalArgumentException e) {
            throw problem(file, "has a \\u that no four hexadecimal digits follow", "Write \\\\ for a backslash");
        }
    }

    private static ConfigurationException problem(Path file, String rule, String advice) {
        return new ConfigurationException(List.of(new Problem("--config", file.toString(), rule, advice)));
    }
}
