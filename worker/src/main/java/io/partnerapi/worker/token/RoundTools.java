package io.partnerapi.worker.token;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What every {@link TokenRound} of a worker works with.
 *
 * @param worker id of the worker
 * @param nanoTime the process's monotonic clock
 * @param chance from 0 up to 1
 */
record RoundTools(
        Vertx vertx,
        TokenStore store,
        TokenEndpoint endpoint,
        TokenSealing sealing,
        TokenMemory memory,
        TokenReport report,
        String worker,
        LongSupplier nanoTime,
        DoubleSupplier chance) {

    private static final Duration LEASE_RESERVE = Duration.ofSeconds(5);

    /** A claim stands for the longest request and a reserve. */
    Duration lease() {
        return endpoint.timeout().plus(LEASE_RESERVE);
    }
}
