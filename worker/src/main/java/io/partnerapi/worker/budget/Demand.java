package io.partnerapi.worker.budget;

/** Tells from the permits asked for lately how many will be asked for soon. Confined to one thread. */
final class Demand {

    private final long period;
    private long index = Long.MIN_VALUE;
    private int current;
    private int previous;

    /** @param period how far it looks ahead, and back */
    Demand(long period) {
        this.period = period;
    }

    void asked(long now) {
        advance(now);
        current++;
    }

    /** How many are likely to be asked for in the period from now. One request alone predicts no other. */
    int expected(long now) {
        advance(now);
        double previousShare = 1 - (double) Math.floorMod(now, period) / period;
        return (int) Math.max(0, current + previous * previousShare - 1);
    }

    private void advance(long now) {
        long at = Math.floorDiv(now, period);
        if (at != index) {
            previous = at == index + 1 ? current : 0;
            current = 0;
            index = at;
        }
    }
}
