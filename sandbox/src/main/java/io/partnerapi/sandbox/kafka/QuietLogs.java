package io.partnerapi.sandbox.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Keeps a broker's hundreds of lines per start out of the log of the program that embeds it, unless that program's
 * logging configuration names the broker's loggers itself.
 */
final class QuietLogs {
    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.ERROR,
            "state.change.logger", Level.ERROR,
            "org.apache.kafka", Level.WARN,
            "org.apache.kafka.controller", Level.ERROR,
            "org.apache.kafka.clients.NetworkClient", Level.ERROR);

    private QuietLogs() {}

    static void apply() {
        LEVELS.forEach((name, level) -> {
            if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }
}
