package io.partnerapi.worker.token;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** How a token request is written; the two that are forms are those of RFC 6749, by their names in RFC 7591. */
public enum TokenRequest {
    /** All of it as JSON, as the partner's own endpoint wants it. */
    JSON {
        @Override
        <T> Future<HttpResponse<T>> send(HttpRequest<T> request, TokenSettings settings, String secret) {
            JsonObject body = new JsonObject();
            withSecret(settings, secret).forEach(body::put);
            return request.sendJsonObject(body);
        }
    },
    /** A form with the secret in it. */
    CLIENT_SECRET_POST {
        @Override
        <T> Future<HttpResponse<T>> send(HttpRequest<T> request, TokenSettings settings, String secret) {
            return request.sendForm(MultiMap.caseInsensitiveMultiMap().addAll(withSecret(settings, secret)));
        }
    },
    /** A form, and the secret in the header {@code Authorization}. */
    CLIENT_SECRET_BASIC {
        @Override
        <T> Future<HttpResponse<T>> send(HttpRequest<T> request, TokenSettings settings, String secret) {
            String pair = encoded(settings.clientId()) + ":" + encoded(secret);
            return request.putHeader(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)))
                    .sendForm(MultiMap.caseInsensitiveMultiMap().addAll(withoutSecret(settings)));
        }
    };

    /** Sends the request, once. */
    abstract <T> Future<HttpResponse<T>> send(HttpRequest<T> request, TokenSettings settings, String secret);

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

    private static Map<String, String> withoutSecret(TokenSettings settings) {
        return Map.of("grant_type", "client_credentials", "audience", settings.audience());
    }

    private static Map<String, String> withSecret(TokenSettings settings, String secret) {
        return Map.of(
                "grant_type",
                "client_credentials",
                "audience",
                settings.audience(),
                "client_id",
                settings.clientId(),
                "client_secret",
                secret);
    }

    /** RFC 6749, 2.3.1: both are form-encoded before they are joined. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
