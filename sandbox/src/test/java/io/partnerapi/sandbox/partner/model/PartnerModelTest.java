package io.partnerapi.sandbox.partner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartnerModelTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:45:00Z");
    private static final Page FIRST = new Page(0, 10);

    private final PartnerModel model = PartnerModel.seeded(new Population(3, 4, 2), NOW);
    private final Cards cards = model.cards();

    @Test
    void isSeededTheSameEachTime() {
        // Given
        PartnerModel again = PartnerModel.seeded(new Population(3, 4, 2), NOW);

        // When
        JsonObject list = cards.list(FIRST, "org-2").body();

        // Then
        assertThat(list).isEqualTo(again.cards().list(FIRST, "org-2").body());
        assertThat(list.getInteger("totalCount")).isEqualTo(8);
        assertThat(ids(list, "cards", "cardId")).startsWith("card-9", "card-10").endsWith("card-16");
        assertThat(cards.card("card-9").body().getString("cardholderId")).isEqualTo("cardholder-2-1");
    }

    @Test
    void pagesThroughEverything() {
        // When
        JsonObject last = cards.list(new Page(2, 10), null).body();

        // Then
        assertThat(ids(last, "cards", "cardId")).containsExactly("card-21", "card-22", "card-23", "card-24");
    }

    @Test
    void issuingTwiceMakesTwoCards() {
        // When
        Reply first = cards.issue("cardholder-1-1", new JsonObject(), NOW);
        Reply second = cards.issue("cardholder-1-1", new JsonObject(), NOW);

        // Then
        assertThat(first.effect()).isEqualTo("card-issued card-25");
        assertThat(second.effect()).isEqualTo("card-issued card-26");
        assertThat(cards.count()).isEqualTo(26);
    }

    @Test
    void aReplacedCardIsTerminatedAndCanBeReplacedOnce() {
        // When
        Reply first = cards.replace("card-1", new JsonObject().put("reason", "LOST"), NOW);
        Reply second = cards.replace("card-1", new JsonObject().put("reason", "LOST"), NOW);

        // Then
        assertThat(first.effect()).isEqualTo("card-replaced card-1 by card-25");
        assertThat(cards.card("card-1").body().getString("status")).isEqualTo("TERMINATED");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.effect()).isNull();
    }

    @Test
    void aDamagedPhysicalCardWorksOnBesideItsReplacement() {
        // Given
        cards.issue("cardholder-1-1", new JsonObject().put("type", "PHYSICAL"), NOW);

        // When
        cards.replace("card-25", new JsonObject().put("reason", "DAMAGED"), NOW);

        // Then
        assertThat(cards.card("card-25").body().getString("status")).isEqualTo("ACTIVE");
        assertThat(cards.card("card-26").body().getString("replaces")).isEqualTo("card-25");
    }

    @Test
    void aLimitRowWithoutAnIdIsMadeAnewByARepeat() {
        // Given
        JsonObject row =
                new JsonObject().put("limit", new JsonObject().put("value", 500).put("currency", "EUR"));
        JsonObject body = new JsonObject().put("additionalLimits", new JsonArray().add(row));

        // When
        JsonObject first = cards.limits("card-1", body).body();
        JsonObject repeated = cards.limits("card-1", body).body();

        // Then
        assertThat(ids(first, "additionalLimits", "id")).containsExactly("limit-1");
        assertThat(ids(repeated, "additionalLimits", "id")).containsExactly("limit-2");
    }

    @Test
    void aLimitRowThatIsNamedStays() {
        // Given
        JsonObject limit = new JsonObject().put("value", 500).put("currency", "EUR");
        cards.limits(
                "card-1",
                new JsonObject().put("additionalLimits", new JsonArray().add(new JsonObject().put("limit", limit))));
        JsonObject named = new JsonObject().put("id", "limit-1").put("limit", limit);

        // When
        JsonObject after = cards.limits("card-1", new JsonObject().put("additionalLimits", new JsonArray().add(named)))
                .body();

        // Then
        assertThat(ids(after, "additionalLimits", "id")).containsExactly("limit-1");
    }

    @Test
    void locksAndUnlocks() {
        // When
        JsonObject locked = cards.lock("card-1").body();
        JsonObject unlocked = cards.unlock("card-1").body();

        // Then
        assertThat(locked.getString("status")).isEqualTo("LOCKED");
        assertThat(unlocked.getString("status")).isEqualTo("ACTIVE");
    }

    @Test
    void unknownIdsAreNotFound() {
        // When
        List<Reply> replies = List.of(
                cards.card("card-25"),
                cards.card("card-0"),
                cards.card("card-x"),
                cards.issue("cardholder-9-9", new JsonObject(), NOW),
                cards.list(FIRST, "org-9"),
                model.directory().organization("org-9"),
                model.directory().cardholder("nobody"),
                model.secrets().pin("card-99"));

        // Then
        assertThat(replies).extracting(Reply::status).containsOnly(404);
        assertThat(replies).extracting(Reply::effect).containsOnlyNulls();
    }

    @Test
    void batchesLeaveOutWhatNobodyKnows() {
        // When
        JsonObject found = cards.details(new JsonObject()
                        .put("cardIds", new JsonArray().add("card-2").add("card-99")))
                .body();
        JsonObject transactions = model.transactions()
                .details(new JsonObject()
                        .put(
                                "transactionIds",
                                new JsonArray().add("transaction-2-3").add("transaction-2-4")))
                .body();

        // Then
        assertThat(ids(found, "cards", "cardId")).containsExactly("card-2");
        assertThat(ids(transactions, "transactions", "transactionId")).containsExactly("transaction-2-3");
    }

    @Test
    void badBodiesNameTheFieldAndChangeNothing() {
        // When, Then
        assertThatThrownBy(() -> cards.issue("cardholder-1-1", new JsonObject().put("lable", "x"), NOW))
                .hasMessageContaining("lable: unknown");
        assertThatThrownBy(() -> cards.issue("cardholder-1-1", new JsonObject().put("type", "GOLD"), NOW))
                .hasMessageContaining("type = GOLD: must be one of [VIRTUAL, PHYSICAL]");
        assertThatThrownBy(() -> cards.update("card-1", new JsonObject())).hasMessageContaining("label: missing");
        assertThat(cards.count()).isEqualTo(24);
    }

    @Test
    void anEmailAddressCanBeInvitedOncePerOrganization() {
        // Given
        JsonObject invitation = new JsonObject()
                .put("organizationId", "org-1")
                .put("firstName", "Ada")
                .put("lastName", "Test")
                .put("email", "ada@org-1.example");

        // When
        Reply first = model.directory().invite(invitation);
        Reply second = model.directory().invite(invitation);

        // Then
        assertThat(first.effect()).isEqualTo("cardholder-invited cardholder-1-5");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().getString("code")).isEqualTo("USER_ALREADY_EXISTS");
    }

    @Test
    void everyOtpIsANewOne() {
        // When
        Reply first = model.secrets().widgetOtp("card-1");
        Reply second = model.secrets().widgetOtp("card-1");

        // Then
        assertThat(first.effect()).isEqualTo("otp-minted otp-1");
        assertThat(second.effect()).isEqualTo("otp-minted otp-2");
    }

    @Test
    void cardNumbersAreTestNumbersWithATrueCheckDigit() {
        // When
        JsonObject details = model.secrets().details("card-17").body();

        // Then
        assertThat(details.getString("pan")).matches("424242\\d{10}").satisfies(pan -> assertThat(luhn(pan))
                .isZero());
        assertThat(details.getString("cvv")).matches("\\d{3}");
        assertThat(cards.card("card-17").body().encode()).doesNotContain(details.getString("pan"));
    }

    @Test
    void anInstantCardWithItsNumberIsIssuedOnce() {
        // When
        Reply reply = model.secrets().issueInstant("cardholder-1-1", new JsonObject(), NOW);

        // Then
        assertThat(reply.effect()).isEqualTo("card-issued card-25");
        assertThat(reply.body().getString("pan")).isNotBlank();
        assertThat(cards.count()).isEqualTo(25);
    }

    private static List<String> ids(JsonObject body, String list, String id) {
        return body.getJsonArray(list).stream()
                .map(entry -> ((JsonObject) entry).getString(id))
                .toList();
    }

    private static int luhn(String pan) {
        int sum = 0;
        for (int fromRight = 0; fromRight < pan.length(); fromRight++) {
            int digit = pan.charAt(pan.length() - 1 - fromRight) - '0';
            int weighted = fromRight % 2 == 1 ? 2 * digit : digit;
            sum += weighted / 10 + weighted % 10;
        }
        return sum % 10;
    }
}
