package io.partnerapi.worker.state;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** One value that outlives all workers. Safe from any thread. */
public interface KeptValue {

    Duration FOREVER = Duration.ofDays(36_500);

    /** As it was when this worker started, if there was any. */
    Optional<String> found();

    /**
     * As it is now, whoever kept it last; blocks its caller while the brokers tell.
     *
     * @throws KafkaException if they do not
     */
    Optional<String> now();

    /** Takes the place of what was kept before, as soon as the brokers take it; blocks nobody. */
    default void keep(String value) {
        keep(value, FOREVER, () -> {});
    }

    /**
     * The same of a value that is of use for a while only.
     *
     * @param validFor if the brokers do not take it by then, it is dropped, and nobody is told
     * @param kept told, on any thread, when the brokers have taken this value or a later one
     */
    void keep(String value, Duration validFor, Runnable kept);
}
