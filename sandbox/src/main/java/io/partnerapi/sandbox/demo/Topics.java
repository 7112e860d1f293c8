package io.partnerapi.sandbox.demo;

import io.partnerapi.sandbox.kafka.EmbeddedKafka;
import java.util.Map;

/** The topics of a demo: the worker's default names. */
public final class Topics {
    static final String COMMANDS = "partner.commands";
    static final String RESULTS = "partner.results";
    static final String DEAD_LETTERS = "partner.dead-letters";

    private static final String QUOTA = "partner.quota";
    private static final String STATE = "partner.state";
    private static final int PARTITIONS = 12;

    private Topics() {}

    static void create(EmbeddedKafka kafka) {
        kafka.createTopic(COMMANDS, PARTITIONS, Map.of());
        kafka.createTopic(RESULTS, PARTITIONS, Map.of());
        kafka.createTopic(DEAD_LETTERS, 1, Map.of());
        kafka.createTopic(QUOTA, 1, Map.of());
        kafka.createTopic(STATE, 1, configs(STATE));
    }

    /** What a topic of this name is created with: on the workers' own one nothing may be deleted that is not replaced. */
    public static Map<String, String> configs(String name) {
        return name.equals(STATE) ? Map.of("cleanup.policy", "compact") : Map.of();
    }
}
