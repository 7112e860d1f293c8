package io.partnerapi.sandbox.partner.model;

/**
 * How much the partner knows at the start. Organizations are {@code org-1}.., their cardholders
 * {@code cardholder-<organization>-1}.., and cards are numbered through: {@code card-1}.. .
 *
 * @param organizations number of organizations
 * @param cardholders cardholders in each organization
 * @param cards cards of each cardholder
 */
public record Population(int organizations, int cardholders, int cards) {
    /** Enough to page through. */
    public static final Population STANDARD = new Population(5, 20, 2);

    /** The most cards the partner keeps, seeded and issued together. */
    public static final int MAX_CARDS = 1_000_000;

    public Population {
        if (organizations < 1 || cardholders < 0 || cards < 0) {
            throw new IllegalArgumentException("population " + organizations + " x " + cardholders + " x " + cards
                    + ": at least one organization, and nothing below zero");
        }
        if ((double) organizations * Math.max(1, cardholders) * Math.max(1, cards) > MAX_CARDS) {
            throw new IllegalArgumentException("population " + organizations + " x " + cardholders + " x " + cards
                    + ": at most " + MAX_CARDS + " cards");
        }
    }
}
