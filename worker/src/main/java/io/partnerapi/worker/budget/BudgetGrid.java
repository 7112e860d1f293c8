package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * The ledger that the workers of an egress group share.
 *
 * <p>Every operation is atomic, never blocks, and ends in a bounded time on the context it was called from. A failed one
 * may have happened: what it may have leased counts as spent, and it is not to be repeated as if it had not.
 */
public interface BudgetGrid {

    /** Leases up to {@code wanted} permits; 0 only looks. A permit's age counts from before this call. */
    Future<Lease> lease(int wanted);

    /** Returns permits that were not and will not be spent; once for each. */
    Future<Void> giveBack(Lease part);

    /** Notes that the partner's load balancer refused a call, and answers how long nobody gets a permit from now. */
    Future<Duration> pause();
}
