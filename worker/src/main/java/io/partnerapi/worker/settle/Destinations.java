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
    /** Trouble that nobody has met for so long has ended; what comes then is another. */
    static final Duration REMEMBERED = AVOIDED.multipliedBy(2);

    private final String results;
    private final TopicTroubles known;
    private final Map<Address, Trouble> troubles = new HashMap<>();

    /**
     * Why a topic takes no records.
     *
     * @param since when that was first seen; a trial that fails begins no new trouble
     * @param seen when it was last seen
     * @param trial when it is tried again if nobody knows of it
     */
    record Trouble(String why, long since, long seen, long trial) {}

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
        note(address, why, now, now + AVOIDED.toNanos());
    }

    void served(Address address) {
        troubles.remove(address);
    }

    /** Why nothing is to be sent there now; empty if something may be. */
    Optional<Trouble> trouble(@Nullable Address address, long now) {
        if (address == null || indispensable(address)) {
            return Optional.empty();
        }
        Optional<String> told = known.of(address);
        if (told.isPresent()) {
            // Whoever knows of it knows of its end too.
            return Optional.of(note(address, told.get(), now, now));
        }
        return Optional.ofNullable(troubles.get(address)).filter(trouble -> now - trouble.trial() < 0);
    }

    private Trouble note(Address address, String why, long now, long trial) {
        Trouble before = troubles.get(address);
        long since = before != null && now - before.seen() <= REMEMBERED.toNanos() ? before.since() : now;
        Trouble trouble = new Trouble(why, since, now, trial);
        troubles.put(address, trouble);
        return trouble;
    }
}
