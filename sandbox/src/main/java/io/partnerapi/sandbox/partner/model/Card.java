package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A card as it stands; its number, security code and PIN follow from its id and are test data.
 *
 * @param number its place in the numbering of all cards, from 1
 * @param cardholderId whose it is
 * @param organizationId the cardholder's organization
 * @param type virtual or physical
 * @param status what can be done with it
 * @param label free text
 * @param limit spending limit in minor units of EUR
 * @param additionalLimits rows of further limits
 * @param createdAt when it was issued
 * @param replaces the card it was issued for, if it is a replacement
 */
record Card(
        int number,
        String cardholderId,
        String organizationId,
        Type type,
        Status status,
        String label,
        long limit,
        List<LimitRow> additionalLimits,
        Instant createdAt,
        @Nullable String replaces) {

    enum Type {
        VIRTUAL,
        PHYSICAL
    }

    enum Status {
        ACTIVE,
        LOCKED,
        TERMINATED
    }

    /** One further limit; its id shows whether a repeat made it anew. */
    record LimitRow(String id, long value) {}

    private static final long TEST_BIN = 424242L;

    Card {
        additionalLimits = List.copyOf(additionalLimits);
    }

    String id() {
        return "card-" + number;
    }

    Card withStatus(Status next) {
        return new Card(
                number, cardholderId, organizationId, type, next, label, limit, additionalLimits, createdAt, replaces);
    }

    Card withLabel(String next) {
        return new Card(
                number, cardholderId, organizationId, type, status, next, limit, additionalLimits, createdAt, replaces);
    }

    Card withLimits(long next, List<LimitRow> rows) {
        return new Card(number, cardholderId, organizationId, type, status, label, next, rows, createdAt, replaces);
    }

    /** Without anything secret. */
    JsonObject json() {
        JsonArray rows = new JsonArray();
        additionalLimits.forEach(
                row -> rows.add(new JsonObject().put("id", row.id()).put("limit", money(row.value()))));
        JsonObject json = new JsonObject()
                .put("cardId", id())
                .put("cardholderId", cardholderId)
                .put("organizationId", organizationId)
                .put("type", type.name())
                .put("status", status.name())
                .put("label", label)
                .put("limit", money(limit))
                .put("additionalLimits", rows)
                .put("last4", pan().substring(12))
                .put("createdAt", createdAt.toString());
        return replaces == null ? json : json.put("replaces", replaces);
    }

    /** Sixteen digits in a range kept for tests, with a true check digit. */
    String pan() {
        String digits = String.format(Locale.ROOT, "%d%09d", TEST_BIN, number);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return digits + (10 - sum % 10) % 10;
    }

    String cvv() {
        return String.format(Locale.ROOT, "%03d", number * 37L % 1000);
    }

    String pin() {
        return String.format(Locale.ROOT, "%04d", number * 7919L % 10_000);
    }

    static JsonObject money(long value) {
        return new JsonObject().put("value", value).put("currency", "EUR");
    }
}
