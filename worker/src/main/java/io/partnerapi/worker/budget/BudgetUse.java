package io.partnerapi.worker.budget;

import java.time.Duration;

/**
 * What one worker knows of its egress group's budget at one moment.
 *
 * @param limit calls allowed in the window; 0: no limit
 * @param window length of the partner's sliding window
 * @param used permits of the whole group that count now, as last heard from the grid
 * @param waiting requests of this worker that wait for a permit
 * @param oldestWait how long the oldest of them has waited; zero if none waits
 */
public record BudgetUse(int limit, Duration window, int used, int waiting, Duration oldestWait) {}
