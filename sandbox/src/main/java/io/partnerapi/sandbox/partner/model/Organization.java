package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A customer of the partner with its one card account; members and cards are listed in the order they came. */
final class Organization {
    private final int number;
    private final List<Cardholder> cardholders = new ArrayList<>();
    private final List<Integer> cards = new ArrayList<>();

    Organization(int number) {
        this.number = number;
    }

    String id() {
        return "org-" + number;
    }

    int number() {
        return number;
    }

    List<Cardholder> cardholders() {
        return cardholders;
    }

    /** Numbers of its cards. */
    List<Integer> cards() {
        return cards;
    }

    JsonObject json() {
        return new JsonObject()
                .put("organizationId", id())
                .put("name", "Organization " + number)
                .put("status", "ACTIVE")
                .put("country", "DE")
                .put("currency", "EUR");
    }

    JsonObject accountJson() {
        return new JsonObject()
                .put("cardAccountId", "account-" + number)
                .put("organizationId", id())
                .put("name", "Main account " + number)
                .put("balance", Card.money(1_000_000))
                .put("status", "ACTIVE");
    }
}
