/**
 * The call budget: at most N calls arrive at the partner in any sliding window, over all workers of one egress group.
 * {@link io.partnerapi.worker.budget.CallBudget} is what the pipeline sees.
 */
@NullMarked
package io.partnerapi.worker.budget;

import org.jspecify.annotations.NullMarked;
