package io.partnerapi.worker.token;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how long an answer asks to wait: {@code Retry-After} in seconds or as a date, {@code X-RateLimit-Reset}. */
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    private RetryAfter() {}

    /** Of an answer that limits; on any other the reset says nothing about when it goes well. */
    static Optional<Duration> ofLimit(MultiMap headers, Instant now) {
        return of(headers, now).or(() -> seconds(headers.get("X-RateLimit-Reset"))
                .map(epoch -> Duration.between(now, Instant.ofEpochSecond(epoch)))
                .filter(wait -> !wait.isNegative()));
    }

    static Optional<Duration> of(MultiMap headers, Instant now) {
        String value = headers.get("Retry-After");
        return seconds(value)
                .map(Duration::ofSeconds)
                .or(() -> date(value).map(date -> Duration.between(now, date)))
                .filter(wait -> !wait.isNegative());
    }

    private static Optional<Long> seconds(@Nullable String value) {
        return Optional.ofNullable(value)
                .map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(Long::valueOf);
    }

    private static Optional<Instant> date(@Nullable String value) {
        try {
            return Optional.ofNullable(value)
                    .map(text -> ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
