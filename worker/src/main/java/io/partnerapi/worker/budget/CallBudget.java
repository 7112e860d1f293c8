package io.partnerapi.worker.budget;

import io.vertx.core.Future;

/**
 * Gives out the right to make one call, so that the egress group as a whole stays within its limit.
 *
 * <p>May be used from any thread; a future completes on the caller's own Vert.x context.
 */
public interface CallBudget {

    /**
     * Asks for the right to make one call and waits for it as long as the deadline allows.
     *
     * <p>The number of requests waiting at once is bounded by the caller. A lost grid is no error: the request goes on
     * waiting. The future fails only when the budget has been closed.
     */
    Future<PermitAnswer> permit(PermitRequest request);

    /** Tells that the partner's load balancer refused a call: pauses the whole egress group, then resumes gently. */
    void egressRefused();

    /** What is used and who waits, as this worker knows it. */
    BudgetUse use();

    /** Returns what was leased and not spent; completes, never fails, within a bounded time. */
    Future<Void> close();
}
