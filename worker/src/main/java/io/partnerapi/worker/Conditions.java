package io.partnerapi.worker;

import io.partnerapi.worker.ops.Condition;
import java.time.Clock;
import java.util.List;

/**
 * What must hold for this worker to be ready.
 *
 * @param kafka the brokers answer
 * @param grid enough of the other workers are seen
 * @param token there is a token to call with
 * @param budget the shared call budget answers
 * @param partner the partner's ordinary API answers
 * @param partnerPci the partner's card data host answers
 * @param commands commands are read
 * @param settling results are published
 * @param state what must outlive all workers is kept before work that relies on it begins
 */
record Conditions(
        Condition kafka,
        Condition grid,
        Condition token,
        Condition budget,
        Condition partner,
        Condition partnerPci,
        Condition commands,
        Condition settling,
        Condition state) {
    Conditions(Clock clock) {
        this(
                new Condition("kafka", clock),
                new Condition("grid", clock),
                new Condition("token", clock),
                new Condition("budget", clock),
                new Condition("partner", clock),
                new Condition("partner-pci", clock),
                new Condition("commands", clock),
                new Condition("settling", clock),
                new Condition("state", clock));
    }

    List<Condition> all() {
        return List.of(kafka, grid, token, budget, partner, partnerPci, commands, settling, state);
    }
}
