package io.partnerapi.worker.budget;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one worker knows of its egress group's budget at one moment.
 *
 * @param limit calls allowed in the window; 0: no limit
 * @param window length of the partner's sliding window
 * @param used permits of the whole group that count now, as last heard from the grid
 * @param leased permits of this worker that are not spent yet
 * @param waiting requests of this worker that wait for a permit
 * @param oldestWait how long the oldest of them has waited; zero if none waits
 * @param forecast how long the backlog of the whole group will take from now; null if nobody waits here
 * @param answers whether the grid answers and permits can be leased; if not, the condition budget says why
 * @param pause how long the whole group pauses from now, since the partner's load balancer refused a call; null if it
 *     does not, zero if it is not known yet how long
 */
public record BudgetUse(
        int limit,
        Duration window,
        int used,
        int leased,
        int waiting,
        Duration oldestWait,
        @Nullable Duration forecast,
        boolean answers,
        @Nullable Duration pause) {

    /** Where there is no limit. */
    static final BudgetUse NO_LIMIT = new BudgetUse(0, Duration.ZERO, 0, 0, 0, Duration.ZERO, null, true, null);
}
