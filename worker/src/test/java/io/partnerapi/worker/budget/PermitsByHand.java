package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;

/** The permits that a test gives, one after the other, and then as many as are asked for. */
public final class PermitsByHand implements CallBudget {

    private final Queue<Permit> given = new ArrayDeque<>();
    private final CallBudget rest = new UnlimitedBudget();

    public void give(Permit next) {
        given.add(next);
    }

    @Override
    public Future<PermitAnswer> permit(PermitRequest request) {
        return given.isEmpty() ? rest.permit(request) : Future.succeededFuture(given.remove());
    }

    @Override
    public void egressRefused() {
        rest.egressRefused();
    }

    @Override
    public BudgetUse use() {
        return rest.use();
    }

    @Override
    public Future<Void> close() {
        return rest.close();
    }
}
