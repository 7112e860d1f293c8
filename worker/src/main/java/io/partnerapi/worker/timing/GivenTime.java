package io.partnerapi.worker.timing;

import java.time.Duration;

/**
 * A time of a Kafka client.
 *
 * @param key the whole name of the setting that gives it
 */
public record GivenTime(String key, Duration value) {

    String millis() {
        return String.valueOf(value.toMillis());
    }
}
