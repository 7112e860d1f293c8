/**
 * Whose turn it is when there is not enough for all: {@link io.partnerapi.worker.turn.Turns}, the same order wherever commands
 * of a worker wait for each other; and how many may be on their way, {@link io.partnerapi.worker.turn.Slots}.
 */
@NullMarked
package io.partnerapi.worker.turn;

import org.jspecify.annotations.NullMarked;
