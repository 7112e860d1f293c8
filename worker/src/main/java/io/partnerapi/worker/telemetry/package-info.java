/** Publishes what limits the worker (quotas, budget, pauses) as records, without ever holding the caller up. */
@NullMarked
package io.partnerapi.worker.telemetry;

import org.jspecify.annotations.NullMarked;
