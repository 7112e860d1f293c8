package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one terminal answer to a command. */
public record Result(
        String id,
        Outcome outcome,
        @Nullable Integer status,
        Map<String, List<String>> headers,
        @Nullable JsonNode body,
        @Nullable BinaryBody bodyBytes,
        @Nullable Reason reason,
        List<Attempt> attempts,
        Source source,
        String worker,
        Instant receivedAt,
        Instant finishedAt) {}
