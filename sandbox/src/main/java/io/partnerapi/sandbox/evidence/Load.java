package io.partnerapi.sandbox.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partnerapi.sandbox.partner.model.Population;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A mixed load of commands for the sandbox's cards: reads, writes and calls that must never be repeated, keyed by the
 * entity they are about with a few hot ones, some without a key, and every fiftieth one that no worker may call. The
 * same seed gives the same commands.
 */
public final class Load {
    private static final int INVALID_EACH = 50;
    private static final int BATCH = 5;
    private static final int NOISE_BYTES = 32;
    private static final Set<String> READS = Set.of("card", "transactions", "card-list", "card-batch");
    private static final byte NEVER_IN_UTF8 = (byte) 0xff;

    private final SplittableRandom random;
    private final Skew cards;
    private final int organizations;
    private final int cardholders;
    private final int cardsEach;
    private final String prefix;
    private int number;

    /** A load over the entities that the partner knows at its start. */
    public Load(long seed, Population population) {
        this.random = new SplittableRandom(seed);
        this.organizations = population.organizations();
        this.cardholders = population.cardholders();
        this.cardsEach = population.cards();
        this.cards = new Skew(organizations * cardholders * cardsEach);
        this.prefix = "demo-" + seed + "-";
    }

    /** The next commands, in the order in which they are to be produced. */
    public List<Planned> next(int count) {
        List<Planned> planned = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            number++;
            String id = prefix + number;
            planned.add(number % INVALID_EACH == 0 ? invalid(id, number / INVALID_EACH) : valid(id));
        }
        return planned;
    }

    private Planned valid(String id) {
        int card = cards.next(random);
        String cardId = "card-" + card;
        String organization = "org-" + organizationOf(card);
        ObjectNode call = new ObjectNode(JsonNodeFactory.instance).put("id", id).put("organizationId", organization);
        int chance = random.nextInt(100);
        if (chance < 30) {
            return answered("card", cardId, to(call, "GET", "/cards/" + cardId));
        }
        if (chance < 40) {
            return answered("transactions", null, to(call, "GET", "/transactions"));
        }
        if (chance < 50) {
            return answered("card-list", organization, list(call, organization));
        }
        if (chance < 60) {
            return answered("card-batch", null, batch(call));
        }
        if (chance < 75) {
            return answered("issue-card", cardholderOf(card), issue(call, cardholderOf(card)));
        }
        if (chance < 85) {
            return answered("card-limit", cardId, limit(call, cardId));
        }
        String change = chance < 93 ? "lock" : "unlock";
        return answered(change, cardId, to(call, "POST", "/cards/" + cardId + "/" + change));
    }

    private static ObjectNode to(ObjectNode call, String method, String path) {
        return call.put("method", method).put("path", path);
    }

    private static ObjectNode list(ObjectNode call, String organization) {
        to(call, "GET", "/cards")
                .putObject("query")
                .put("organizationId", organization)
                .put("limit", "10");
        return call;
    }

    private ObjectNode batch(ObjectNode call) {
        ArrayNode ids = to(call, "POST", "/cards/details").putObject("body").putArray("cardIds");
        for (int i = 0; i < BATCH; i++) {
            ids.add("card-" + cards.next(random));
        }
        return call;
    }

    private static ObjectNode issue(ObjectNode call, String cardholder) {
        to(call, "POST", "/cards/" + cardholder)
                .put("repeat", "UNSAFE")
                .putObject("body")
                .put("label", "Travel");
        return call;
    }

    private ObjectNode limit(ObjectNode call, String cardId) {
        ObjectNode limit =
                to(call, "PUT", "/cards/limits/" + cardId).putObject("body").putObject("limit");
        limit.put("value", 100 * random.nextInt(1, 5_000)).put("currency", "EUR");
        return call;
    }

    /** Commands at fault, each kind in turn; those from which an id can be read are answered, the others set aside. */
    private Planned invalid(String id, int turn) {
        String cardId = "card-" + cards.next(random);
        ObjectNode get = to(new ObjectNode(JsonNodeFactory.instance).put("id", id), "GET", "/cards/" + cardId);
        return switch (turn % 7) {
            case 1 -> new Planned(id, cardId, noise(), "noise", How.DEAD_LETTER, false);
            case 2 -> refused("pin", cardId, id, bytes(get.put("path", "/cards/" + cardId + "/pin")));
            case 3 -> refused("cut-off", cardId, id, Arrays.copyOf(bytes(get), bytes(get).length - 2));
            case 4 -> new Planned(id, cardId, bytes(get.without("id")), "no-id", How.DEAD_LETTER, false);
            case 5 -> refused("unknown-field", cardId, id, bytes(get.put("paht", "/cards")));
            case 6 -> refused("path-escape", cardId, id, bytes(get.put("path", "/cards/../organizations")));
            default ->
                refused("pan", cardId, id, bytes(to(get.put("target", "pci"), "GET", "/card-details/" + cardId)));
        };
    }

    private byte[] noise() {
        byte[] bytes = new byte[NOISE_BYTES];
        random.nextBytes(bytes);
        bytes[0] = NEVER_IN_UTF8;
        return bytes;
    }

    private static Planned answered(String kind, @Nullable String key, ObjectNode call) {
        return new Planned(call.path("id").asText(), key, bytes(call), kind, How.ANSWERED, READS.contains(kind));
    }

    private static Planned refused(String kind, String key, String id, byte[] value) {
        return new Planned(id, key, value, kind, How.REFUSED, false);
    }

    private static byte[] bytes(ObjectNode call) {
        return call.toString().getBytes(UTF_8);
    }

    private int organizationOf(int card) {
        return (card - 1) / (cardholders * cardsEach) % organizations + 1;
    }

    private String cardholderOf(int card) {
        int cardholder = (card - 1) / cardsEach % cardholders + 1;
        return "cardholder-" + organizationOf(card) + "-" + cardholder;
    }
}
