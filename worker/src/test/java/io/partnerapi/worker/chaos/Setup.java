package io.partnerapi.worker.chaos;

import java.time.Duration;
import java.util.Map;

/**
 * What a run is made of.
 *
 * @param seed of the commands and of the schedule
 * @param brokers how many form the Kafka cluster
 * @param workers how many run at the start
 * @param protocol the group protocol, {@code classic} or {@code consumer}
 * @param session the brokers' session timeout under {@code consumer}; zero leaves it at their default
 * @param tokenLife lifetime of the partner's tokens
 * @param calls the partner's limit in any {@link #CALL_WINDOW}; 0 for none
 * @param patience how long a command may wait for nothing, and the partitions of a dead worker stand still
 * @param ownNetwork whether each worker has an address of its own, so that the grid can be split
 */
record Setup(
        long seed,
        int brokers,
        int workers,
        String protocol,
        Duration session,
        Duration tokenLife,
        int calls,
        Duration patience,
        boolean ownNetwork) {
    static final Duration CALL_WINDOW = Duration.ofSeconds(10);
    /** On a machine that may do much else. */
    static final int PATIENCE_SECONDS = 60;

    static Setup of(long seed, int brokers, int workers) {
        return new Setup(
                seed,
                brokers,
                workers,
                "classic",
                Duration.ZERO,
                Duration.ofDays(1),
                0,
                Duration.ofSeconds(PATIENCE_SECONDS),
                false);
    }

    /** Properties of each broker by Kafka's names; brokers accept no session below their minimum. */
    Map<String, String> brokerProperties() {
        String millis = String.valueOf(session.toMillis());
        return session.isZero()
                ? Map.of()
                : Map.of("group.consumer.min.session.timeout.ms", millis, "group.consumer.session.timeout.ms", millis);
    }
}
