package io.partnerapi.sandbox.partner.model;

import java.time.Instant;

/**
 * Everything the partner knows, seeded the same way each time. Not thread-safe: one event loop owns it.
 *
 * @param directory organizations, cardholders, accounts
 * @param cards cards
 * @param transactions transactions
 * @param secrets answers that must not be stored in the clear
 */
public record PartnerModel(Directory directory, Cards cards, Transactions transactions, CardSecrets secrets) {

    public static PartnerModel seeded(Population population, Instant now) {
        Directory directory = new Directory(population);
        Cards cards = new Cards(directory, population, now);
        return new PartnerModel(directory, cards, new Transactions(cards), new CardSecrets(cards));
    }
}
