package io.partnerapi.worker.budget;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The ledger that the workers of an egress group share, as one worker uses it.
 *
 * <p>Nothing blocks, and every operation ends in a bounded time on the context it was called from. A failed one may have
 * happened: what it may have leased counts as spent, and what it told is not to be told again.
 */
public interface BudgetGrid {

    /**
     * Asks for permits and tells what has become of others. A permit's age counts from before this call.
     *
     * @param wants by priority, the best first; nothing only looks
     * @param backlog commands of this worker that wait
     * @param unspent permits that were not and will not be spent; each is told of once
     * @param arrived permits whose calls the partner has answered; each is told of once
     */
    Future<Lease> lease(List<Want> wants, long backlog, List<Part> unspent, List<Part> arrived);

    /** Notes that the partner's load balancer refused a call, and answers how long nobody gets a permit from now. */
    Future<Duration> pause();

    /** Whoever is told when a worker has paused the group, and for how long; on any thread. */
    void onPause(Consumer<Duration> listener);
}
