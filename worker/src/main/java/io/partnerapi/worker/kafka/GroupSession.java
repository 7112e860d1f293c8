package io.partnerapi.worker.kafka;

import io.partnerapi.worker.check.Checks;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who says when a silent member of the workers' group counts as dead: the consumer, or under the new protocol the brokers. */
public final class GroupSession {

    private static final String PROTOCOL = "group.protocol";
    private static final String RULED_BY_BROKERS = "consumer";
    private static final String SESSION = "session.timeout.ms";
    private static final List<String> OF_THE_CONSUMER = List.of(SESSION, "heartbeat.interval.ms");

    private GroupSession() {}

    /** Whether a consumer with these settings leaves it to the brokers, and must not be told itself. */
    public static boolean ruledByBrokers(Map<String, Object> consumer) {
        return RULED_BY_BROKERS.equals(String.valueOf(consumer.get(PROTOCOL)).toLowerCase(Locale.ROOT));
    }

    static void refuseIn(Checks checks, String prefix, Map<String, String> settings) {
        for (String name : OF_THE_CONSUMER) {
            checks.require(
                    !settings.containsKey(name),
                    prefix + name,
                    settings.getOrDefault(name, ""),
                    "is ruled by the brokers when " + PROTOCOL + " is " + RULED_BY_BROKERS,
                    "Remove it, and set group.consumer." + name + " of the brokers");
        }
    }
}
