package io.partnerapi.sandbox.partner.model;

import io.partnerapi.sandbox.partner.model.Card.LimitRow;
import io.partnerapi.sandbox.partner.model.Card.Status;
import io.partnerapi.sandbox.partner.model.Card.Type;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All cards, and what can be done with them; issuing twice makes two cards. Not thread-safe. */
public final class Cards {
    /** The most cards asked for in one batch. */
    static final int MAX_BATCH = 100;

    private static final int MAX_LIMIT_ROWS = 20;
    private static final long DEFAULT_LIMIT = 100_000;
    private static final String PREFIX = "card-";

    private final Directory directory;
    private final List<Card> cards = new ArrayList<>();
    private int limitRows;

    Cards(Directory directory, Population population, Instant now) {
        this.directory = directory;
        for (Cardholder cardholder : directory.all()) {
            for (int c = 1; c <= population.cards(); c++) {
                add(cardholder, Type.VIRTUAL, Status.ACTIVE, "Card " + c, now, null);
            }
        }
    }

    /** How many there are, seeded and issued. */
    public int count() {
        return cards.size();
    }

    public Reply list(Page page, @Nullable String organizationId) {
        return directory.in(organizationId, organizations -> {
            List<Integer> numbers = organizations.stream()
                    .flatMap(organization -> organization.cards().stream())
                    .toList();
            return Reply.ok(page.of("cards", numbers, number -> at(number).json()));
        });
    }

    /** The kinds of cards that can be issued. */
    public Reply available() {
        JsonArray kinds = new JsonArray();
        for (Type type : Type.values()) {
            kinds.add(new JsonObject().put("type", type.name()).put("currency", "EUR"));
        }
        return Reply.ok(new JsonObject().put("availableCards", kinds));
    }

    public Reply card(String id) {
        return with(id, card -> Reply.ok(card.json()));
    }

    /** Details of {@code cardIds}; ids that nobody knows are left out. */
    public Reply details(JsonObject body) {
        JsonArray found = new JsonArray();
        for (String id : new Fields(body, Set.of("cardIds")).list("cardIds", String.class, MAX_BATCH)) {
            Card card = find(id);
            if (card != null) {
                found.add(card.json());
            }
        }
        return Reply.ok(new JsonObject().put("cards", found));
    }

    /** Issues a card of {@code type} (virtual by default) with an optional {@code label}. */
    public Reply issue(String cardholderId, JsonObject body, Instant now) {
        Fields fields = new Fields(body, Set.of("type", "label", "organizationId"));
        return issue(cardholderId, fields.oneOf("type", Type.class, Type.VIRTUAL), fields.text("label", ""), now);
    }

    /** Issues a virtual card that can be used at once. */
    public Reply issueInstant(String cardholderId, JsonObject body, Instant now) {
        Fields fields = new Fields(body, Set.of("label", "organizationId"));
        return issue(cardholderId, Type.VIRTUAL, fields.text("label", ""), now);
    }

    /** Issues a replacement; the old card ends, except a physical one that still works. */
    public Reply replace(String id, JsonObject body, Instant now) {
        Reason reason = new Fields(body, Set.of("reason")).oneOf("reason", Reason.class, Reason.OTHER);
        return with(id, old -> {
            if (old.status() == Status.TERMINATED) {
                return terminated(old);
            }
            Cardholder cardholder = directory.find(old.cardholderId());
            if (cardholder == null || full()) {
                return tooMany();
            }
            if (old.type() == Type.VIRTUAL || reason == Reason.LOST || reason == Reason.STOLEN) {
                put(old.withStatus(Status.TERMINATED));
            }
            Card fresh = add(cardholder, old.type(), Status.ACTIVE, old.label(), now, old.id());
            return Reply.changed("card-replaced " + old.id() + " by " + fresh.id(), fresh.json());
        });
    }

    private enum Reason {
        DAMAGED,
        LOST,
        STOLEN,
        OTHER
    }

    public Reply update(String id, JsonObject body) {
        String label = new Fields(body, Set.of("label")).required("label");
        return change(id, "card-updated", card -> card.withLabel(label));
    }

    public Reply lock(String id) {
        return change(id, "card-locked", card -> card.withStatus(Status.LOCKED));
    }

    public Reply unlock(String id) {
        return change(id, "card-unlocked", card -> card.withStatus(Status.ACTIVE));
    }

    /** Replaces all limits; a row without a known id is made anew, a row that is not named is gone. */
    public Reply limits(String id, JsonObject body) {
        Fields fields = new Fields(body, Set.of("limit", "additionalLimits"));
        JsonObject limit = fields.object("limit");
        List<JsonObject> rows = fields.list("additionalLimits", JsonObject.class, MAX_LIMIT_ROWS);
        return change(id, "card-limits-set", card -> {
            Map<String, LimitRow> known =
                    card.additionalLimits().stream().collect(Collectors.toMap(LimitRow::id, Function.identity()));
            return card.withLimits(
                    limit == null ? card.limit() : amount(limit),
                    rows.stream().map(row -> limitRow(row, known)).toList());
        });
    }

    /** The card of this id, or a 404. */
    Reply with(String id, Function<Card, Reply> answer) {
        Card card = find(id);
        return card == null ? Reply.notFound("no card " + id) : answer.apply(card);
    }

    /** The cards of one organization, or of all. */
    Reply in(@Nullable String organizationId, Function<List<Card>, Reply> answer) {
        return directory.in(
                organizationId,
                organizations -> answer.apply(organizations.stream()
                        .flatMap(organization -> organization.cards().stream())
                        .map(this::at)
                        .toList()));
    }

    private Reply issue(String cardholderId, Type type, String label, Instant now) {
        Cardholder cardholder = directory.find(cardholderId);
        if (cardholder == null) {
            return Directory.noCardholder(cardholderId);
        }
        if (full()) {
            return tooMany();
        }
        Card card = add(cardholder, type, Status.ACTIVE, label, now, null);
        return Reply.changed("card-issued " + card.id(), card.json());
    }

    private Reply change(String id, String effect, Function<Card, Card> change) {
        return with(id, card -> {
            if (card.status() == Status.TERMINATED) {
                return terminated(card);
            }
            Card changed = change.apply(card);
            put(changed);
            return Reply.changed(effect + " " + id, changed.json());
        });
    }

    private LimitRow limitRow(JsonObject row, Map<String, LimitRow> known) {
        Fields fields = new Fields(row, Set.of("id", "limit"));
        JsonObject limit = fields.object("limit");
        if (limit == null) {
            throw new IllegalArgumentException("additionalLimits[].limit: missing; must be {value, currency}");
        }
        String id = fields.text("id", "");
        return new LimitRow(known.containsKey(id) ? id : "limit-" + ++limitRows, amount(limit));
    }

    private static long amount(JsonObject money) {
        Fields fields = new Fields(money, Set.of("value", "currency"));
        int value = fields.integer("value", -1);
        if (value < 0) {
            throw new IllegalArgumentException("limit.value: must be a whole number of minor units, 0 or more");
        }
        return value;
    }

    private Card add(
            Cardholder cardholder, Type type, Status status, String label, Instant now, @Nullable String replaces) {
        int number = cards.size() + 1;
        Organization organization = cardholder.organization();
        Card card = new Card(
                number,
                cardholder.id(),
                organization.id(),
                type,
                status,
                label,
                DEFAULT_LIMIT,
                List.of(),
                now,
                replaces);
        cards.add(card);
        organization.cards().add(number);
        return card;
    }

    private void put(Card card) {
        cards.set(card.number() - 1, card);
    }

    private Card at(int number) {
        return cards.get(number - 1);
    }

    private @Nullable Card find(String id) {
        if (!id.matches(PREFIX + "[1-9][0-9]{0,8}")) {
            return null;
        }
        int number = Integer.parseInt(id.substring(PREFIX.length()));
        return number <= cards.size() ? at(number) : null;
    }

    private boolean full() {
        return cards.size() >= Population.MAX_CARDS;
    }

    private static Reply terminated(Card card) {
        return Reply.conflict("CARD_TERMINATED", card.id() + " is terminated: nothing can be done with it any more");
    }

    private static Reply tooMany() {
        return Reply.error(422, "LIMIT_REACHED", "the sandbox keeps at most " + Population.MAX_CARDS + " cards");
    }
}
