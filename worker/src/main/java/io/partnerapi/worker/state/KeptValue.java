package io.partnerapi.worker.state;

import java.util.Optional;

/** One value that outlives all workers. Safe from any thread; nothing blocks. */
public interface KeptValue {

    /** As it was when this worker started, if there was any. */
    Optional<String> found();

    /** Takes the place of what was kept before, as soon as the brokers take it. */
    void keep(String value);
}
