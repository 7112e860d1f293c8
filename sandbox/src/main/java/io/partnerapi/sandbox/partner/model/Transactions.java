package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The transactions of every card, {@code transaction-<card>-1}.., computed from the card's number. */
public final class Transactions {
    /** Transactions of each card. */
    static final int PER_CARD = 3;

    private static final Pattern ID = Pattern.compile("transaction-([1-9][0-9]{0,8})-([1-9])");

    private final Cards cards;

    Transactions(Cards cards) {
        this.cards = cards;
    }

    private record Transaction(Card card, int number) {
        private JsonObject json() {
            return new JsonObject()
                    .put("transactionId", "transaction-" + card.number() + "-" + number)
                    .put("cardId", card.id())
                    .put("organizationId", card.organizationId())
                    .put("type", "PURCHASE")
                    .put("status", "CONFIRMED")
                    .put("amount", Card.money(100L * number + card.number() % 100))
                    .put("merchantName", "Merchant " + number)
                    .put("transactionDate", card.createdAt().toString());
        }
    }

    public Reply list(Page page, @Nullable String organizationId) {
        return cards.in(organizationId, found -> {
            List<Transaction> all = found.stream()
                    .flatMap(card -> IntStream.rangeClosed(1, PER_CARD).mapToObj(n -> new Transaction(card, n)))
                    .toList();
            return Reply.ok(page.of("transactions", all, Transaction::json));
        });
    }

    /** Details of {@code transactionIds}; ids that nobody knows are left out. */
    public Reply details(JsonObject body) {
        JsonArray found = new JsonArray();
        Fields fields = new Fields(body, Set.of("transactionIds"));
        for (String id : fields.list("transactionIds", String.class, Cards.MAX_BATCH)) {
            Matcher parts = ID.matcher(id);
            if (parts.matches() && Integer.parseInt(parts.group(2)) <= PER_CARD) {
                cards.with("card-" + parts.group(1), card -> {
                    JsonObject json = new Transaction(card, Integer.parseInt(parts.group(2))).json();
                    found.add(json);
                    return Reply.ok(json);
                });
            }
        }
        return Reply.ok(new JsonObject().put("transactions", found));
    }
}
