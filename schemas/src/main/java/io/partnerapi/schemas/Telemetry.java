package io.partnerapi.schemas;

import java.time.Instant;

/** One record of the quota topic: what limits the workers, and how much of it is left. */
public sealed interface Telemetry permits TokenQuota, ApiBudget, Paused, Resumed, TokenRefreshed, TokenRefused {

    /** When it was so. */
    Instant at();

    /** The Kafka record key: what the record is about, such as {@code token:client-1}. */
    String key();

    /** The result of the case for this record's type. */
    <R> R fold(Cases<R> cases);

    /** One function for each type of record. */
    interface Cases<R> {
        R tokenQuota(TokenQuota quota);

        R apiBudget(ApiBudget budget);

        R paused(Paused paused);

        R resumed(Resumed resumed);

        R tokenRefreshed(TokenRefreshed refreshed);

        R tokenRefused(TokenRefused refused);
    }
}
