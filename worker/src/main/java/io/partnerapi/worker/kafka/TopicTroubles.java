package io.partnerapi.worker.kafka;

import java.util.Optional;
import java.util.OptionalLong;

/** Tells what is known to be wrong with a topic, so that nobody has to wait for it to find out. */
public interface TopicTroubles {
    /** Why no record can be published there now; empty if nothing is known. */
    Optional<String> of(Address address);

    /**
     * When a topic was last seen to be gone, or to be another of the same name, by {@link System#nanoTime}: nothing can be
     * committed for what was assigned of it before.
     */
    OptionalLong lostAt(String topic);
}
