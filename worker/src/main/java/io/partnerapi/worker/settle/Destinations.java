package io.partnerapi.worker.settle;

import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.kafka.TopicTroubles;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which topics take no records for now, as somebody knows or a transaction has shown. A trial of one that does not answer
 * costs everybody seconds, so it is made seldom. Pure, and not thread-safe.
 */
final class Destinations {
    /** A topic that took nothing is tried again after it. */
    static final Duration AVOIDED = Duration.ofSeconds(30);

    private final String results;
    private final TopicTroubles known;
    private final Map<Address, Avoided> avoided = new HashMap<>();

    private record Avoided(String why, long until) {}

    /**
     * @param results the topic for which everything waits: a result has no other place to go
     * @param known what is known of the other topics
     */
    Destinations(String results, TopicTroubles known) {
        this.results = results;
        this.known = known;
    }

    /** Whether everything waits while it takes no records. */
    boolean indispensable(@Nullable Address address) {
        return address == null || address.topic().equals(results);
    }

    void failed(Address address, String why, long now) {
        avoided.put(address, new Avoided(why, now + AVOIDED.toNanos()));
    }

    void served(Address address) {
        avoided.remove(address);
    }

    /** Why nothing is to be sent there now; empty if something may be. */
    Optional<String> trouble(@Nullable Address address, long now) {
        if (address == null || indispensable(address)) {
            return Optional.empty();
        }
        Optional<String> told = known.of(address);
        if (told.isPresent()) {
            // Whoever knows of it knows of its end too.
            avoided.remove(address);
            return told;
        }
        Avoided shown = avoided.get(address);
        return shown != null && now - shown.until() < 0 ? Optional.of(shown.why()) : Optional.empty();
    }
}
