package io.partnerapi.worker.budget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a permit.
 *
 * @param priority priority of the command's topic; the lower goes first
 * @param share whom the call is made for: the organization, or the key where none is known
 * @param deadline after which a permit is of no use; null: waits as long as it takes
 */
public record PermitRequest(
        int priority, String share, @Nullable Instant deadline) {}
