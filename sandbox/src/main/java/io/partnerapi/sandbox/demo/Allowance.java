package io.partnerapi.sandbox.demo;

/**
 * What a run may cost.
 *
 * @param callsPerWindow the partner's limit
 * @param tokenRequests the most token requests
 * @param unknown whether commands may end {@code UNKNOWN}: only if a worker was killed without warning
 */
record Allowance(int callsPerWindow, int tokenRequests, boolean unknown) {}
