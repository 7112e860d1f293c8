package io.partnerapi.worker.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** The form of the lines of the log; both have the same events and fields. */
public enum LogFormat {
    /** For eyes. */
    PLAIN,
    /** One JSON object a line, for machines. */
    JSON;

    /** Names the appender that {@code logback.xml} uses. */
    private static final String PROPERTY = "LOG_FORMAT";

    /** @throws IllegalArgumentException if there is none of that name */
    public static LogFormat named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Writes the process's log in this form from now on. */
    public void apply() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            configure(context);
        }
    }

    void configure(LoggerContext context) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        context.reset();
        context.putProperty(PROPERTY, name());
        try {
            configurator.doConfigure(LogFormat.class.getResource("/logback.xml"));
        } catch (JoranException e) {
            throw new IllegalStateException("logback.xml of this program cannot be read", e);
        }
    }
}
