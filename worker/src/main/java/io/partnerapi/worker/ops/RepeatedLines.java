package io.partnerapi.worker.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Lets only so many log lines of a kind pass in a while; the next one that passes tells how many did not, as the field
 * {@code suppressed}. A kind is a logger, a level and a message without its arguments. Safe for any thread.
 */
public final class RepeatedLines extends Filter<ILoggingEvent> {
    static final int MOST = 10;
    static final long WHILE_MILLIS = 10_000;
    private static final int MOST_KINDS = 500;

    private final Map<Kind, Passed> kinds = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Passed> eldest) {
            return size() > MOST_KINDS;
        }
    };

    private record Kind(String logger, Level level, String message) {}

    private static final class Passed {
        private long since;
        private int lines;
        private long suppressed;
    }

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        Passed passed = kinds.computeIfAbsent(
                new Kind(event.getLoggerName(), event.getLevel(), event.getMessage()), kind -> new Passed());
        // Also when the clock was set back.
        if (Math.abs(event.getTimeStamp() - passed.since) >= WHILE_MILLIS) {
            passed.since = event.getTimeStamp();
            passed.lines = 0;
        }
        if (passed.lines >= MOST) {
            passed.suppressed++;
            return FilterReply.DENY;
        }
        passed.lines++;
        if (passed.suppressed > 0 && event instanceof LoggingEvent line) {
            line.addKeyValuePair(new KeyValuePair("suppressed", passed.suppressed));
            passed.suppressed = 0;
        }
        return FilterReply.NEUTRAL;
    }
}
