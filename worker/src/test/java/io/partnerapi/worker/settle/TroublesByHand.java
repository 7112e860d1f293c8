package io.partnerapi.worker.settle;

import io.partnerapi.worker.kafka.Address;
import io.partnerapi.worker.kafka.TopicTroubles;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of topics, as a test says. */
public final class TroublesByHand implements TopicTroubles {
    /** Nothing is wrong. */
    public static final TopicTroubles NONE = new TroublesByHand();

    final Map<String, String> troubles = new ConcurrentHashMap<>();
    final Map<String, Long> lost = new ConcurrentHashMap<>();

    @Override
    public Optional<String> of(Address address) {
        return Optional.ofNullable(troubles.get(address.topic()));
    }

    @Override
    public OptionalLong lostAt(String topic) {
        Long at = lost.get(topic);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }
}
