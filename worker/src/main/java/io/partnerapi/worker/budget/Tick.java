package io.partnerapi.worker.budget;

/**
 * The time at which a step on the ledger is decided.
 *
 * @param owner the process that decides it
 * @param millis of that process's monotonic clock; means nothing to another
 */
public record Tick(String owner, long millis) {}
