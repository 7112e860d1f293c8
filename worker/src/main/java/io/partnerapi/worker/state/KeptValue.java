package io.partnerapi.worker.state;

import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** One value that outlives all workers. Safe from any thread. */
public interface KeptValue {

    /** As it was when this worker started, if there was any. */
    Optional<String> found();

    /**
     * As it is now, whoever kept it last; blocks its caller while the brokers tell.
     *
     * @throws KafkaException if they do not
     */
    Optional<String> now();

    /** Takes the place of what was kept before, as soon as the brokers take it; blocks nobody. */
    void keep(String value);
}
