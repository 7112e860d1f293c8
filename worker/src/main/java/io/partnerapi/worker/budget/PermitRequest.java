package io.partnerapi.worker.budget;

import io.partnerapi.worker.turn.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a permit.
 *
 * @param place by which its turn is decided
 * @param deadline after which a permit is of no use; null: waits as long as it takes
 */
public record PermitRequest(Place place, @Nullable Instant deadline) {}
