package io.partnerapi.worker.token;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text form of what is kept of an entry: all that still holds when every worker has ended.
 *
 * <p>A claim ends with its owner. Refused credentials, and every brake but the partner's limits, are forgotten too: to start
 * all workers anew is how a person says that what was wrong has been put right.
 */
final class KeptEntry {

    private static final int VERSION = 1;

    private KeptEntry() {}

    static String write(TokenEntry entry) {
        JsonArray requests = new JsonArray();
        entry.requests().forEach(request -> requests.add(request.toString()));
        JsonArray quota = new JsonArray();
        entry.quota().forEach(window -> quota.add(json(window)));
        return new JsonObject()
                .put("version", VERSION)
                .put("token", json(entry.token()))
                .put("claimGeneration", entry.claimGeneration())
                .put("brake", json(entry.brake()))
                .put("quota", quota)
                .put("requests", requests)
                .put("replacedAt", text(entry.replacedAt()))
                .encode();
    }

    /** Empty if this version cannot read it. */
    static Optional<TokenEntry> read(String text) {
        try {
            JsonObject json = new JsonObject(text);
            return json.getInteger("version", 0) == VERSION ? Optional.of(entry(json)) : Optional.empty();
        } catch (DecodeException | ClassCastException | DateTimeException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static TokenEntry entry(JsonObject json) {
        JsonObject token = json.getJsonObject("token");
        JsonObject brake = json.getJsonObject("brake");
        List<QuotaWindow> quota = json.getJsonArray("quota").stream()
                .map(window -> window((JsonObject) window))
                .toList();
        List<Instant> requests = json.getJsonArray("requests").stream()
                .map(request -> Instant.parse((String) request))
                .toList();
        return new TokenEntry(
                token == null ? null : token(token),
                json.getLong("claimGeneration"),
                null,
                brake == null ? null : brake(brake),
                List.of(),
                quota,
                requests,
                instant(json, "replacedAt"));
    }

    private static @Nullable JsonObject json(@Nullable SealedToken token) {
        return token == null
                ? null
                : new JsonObject()
                        .put("generation", token.generation())
                        .put("credentials", token.credentials())
                        .put("sealed", token.sealed())
                        .put("staleAt", text(token.staleAt()))
                        .put("expiresAt", text(token.expiresAt()));
    }

    private static SealedToken token(JsonObject json) {
        return new SealedToken(
                json.getLong("generation"),
                required(json.getString("credentials")),
                required(json.getString("sealed")),
                required(instant(json, "staleAt")),
                required(instant(json, "expiresAt")));
    }

    private static @Nullable JsonObject json(@Nullable Brake brake) {
        return brake == null || !brake.limited()
                ? null
                : new JsonObject()
                        .put("until", text(brake.until()))
                        .put("failures", brake.failures())
                        .put("reason", brake.reason())
                        .put("advice", brake.advice());
    }

    private static Brake brake(JsonObject json) {
        return new Brake(
                required(instant(json, "until")),
                true,
                json.getInteger("failures"),
                required(json.getString("reason")),
                required(json.getString("advice")));
    }

    private static JsonObject json(QuotaWindow window) {
        return new JsonObject()
                .put("name", window.name())
                .put("limit", window.limit())
                .put("remaining", window.remaining())
                .put("seenAt", text(window.seenAt()))
                .put("resetsAt", text(window.resetsAt()));
    }

    private static QuotaWindow window(JsonObject json) {
        return new QuotaWindow(
                required(json.getString("name")),
                json.getLong("limit"),
                json.getLong("remaining"),
                required(instant(json, "seenAt")),
                instant(json, "resetsAt"));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Instant instant(JsonObject json, String field) {
        String text = json.getString(field);
        return text == null ? null : Instant.parse(text);
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
