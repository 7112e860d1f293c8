package io.partnerapi.worker.token;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a token request is written; the two that are forms are those of RFC 6749, by their names in RFC 7591. */
public enum TokenRequest {
    /** All of it as JSON, as the partner's own endpoint wants it. */
    JSON,
    /** A form with the secret in it. */
    CLIENT_SECRET_POST,
    /** A form, and the secret in the header {@code Authorization}. */
    CLIENT_SECRET_BASIC;

    /** @throws IllegalArgumentException if there is none of that name */
    public static TokenRequest named(String name) {
        return Arrays.stream(values())
                .filter(request -> request.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** Its name in the settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String contentType() {
        return this == JSON ? "application/json" : "application/x-www-form-urlencoded";
    }

    String body(TokenSettings settings, String secret) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("grant_type", "client_credentials");
        fields.put("audience", settings.audience());
        if (this != CLIENT_SECRET_BASIC) {
            fields.put("client_id", settings.clientId());
            fields.put("client_secret", secret);
        }
        return this == JSON ? new JsonObject(fields).encode() : form(fields);
    }

    Optional<String> authorization(TokenSettings settings, String secret) {
        // RFC 6749, 2.3.1: both are form-encoded before they are joined.
        String pair = encoded(settings.clientId()) + ":" + encoded(secret);
        return this == CLIENT_SECRET_BASIC
                ? Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)))
                : Optional.empty();
    }

    private static String form(Map<String, Object> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue().toString()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
