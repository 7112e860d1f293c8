package io.partnerapi.sandbox.partner.model;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Answers that must never be stored in the clear: PIN, card number, security code, one-time codes. All are test data. */
public final class CardSecrets {
    private final Cards cards;
    private int otps;

    CardSecrets(Cards cards) {
        this.cards = cards;
    }

    /** Issues a card that can be used at once and tells its number and security code. */
    public Reply issueInstant(String cardholderId, JsonObject body, Instant now) {
        Reply issued = cards.issueInstant(cardholderId, body, now);
        String effect = issued.effect();
        return effect == null
                ? issued
                : Reply.changed(
                        effect, details(issued.body().getString("cardId")).body());
    }

    public Reply pin(String cardId) {
        return cards.with(cardId, card -> Reply.ok(new JsonObject().put("pin", card.pin())));
    }

    public Reply details(String cardId) {
        return cards.with(
                cardId,
                card -> Reply.ok(new JsonObject()
                        .put("cardId", card.id())
                        .put("pan", card.pan())
                        .put("cvv", card.cvv())
                        .put("expiryDate", "12/29")));
    }

    /** Mints a one-time code, a new one each time although the method is GET. */
    public Reply widgetOtp(String cardId) {
        return cards.with(cardId, card -> {
            otps++;
            return Reply.changed("otp-minted otp-" + otps, new JsonObject().put("otp", "otp-" + otps));
        });
    }
}
