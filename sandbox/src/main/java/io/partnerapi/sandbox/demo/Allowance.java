package io.partnerapi.sandbox.demo;

/**
 * What a run may cost.
 *
 * @param callsPerWindow the partner's limit
 * @param tokenRequests the most token requests
 */
record Allowance(int callsPerWindow, int tokenRequests) {}
