package io.partnerapi.worker.budget;

import io.partnerapi.worker.turn.Place;

/** A command of a {@link Simulation}. Times are those of the loop. */
record SimulatedCommand(long number, Place place, long producedAt, long deadline) {}
