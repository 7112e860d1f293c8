package io.partnerapi.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call that an application asks for. */
public record Command(
        String id,
        Target target,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        @Nullable JsonNode body,
        @Nullable BinaryBody bodyBytes,
        @Nullable String contentType,
        @Nullable Repeat repeat,
        @Nullable Instant deadline,
        @Nullable Duration ttl,
        @Nullable String organizationId) {}
