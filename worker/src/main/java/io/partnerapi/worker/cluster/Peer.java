package io.partnerapi.worker.cluster;

/**
 * A member of the grid as this one sees it.
 *
 * @param worker id of the worker; empty if it did not tell
 * @param address {@code host:port} on the grid
 * @param status where its health, metrics and status are served; empty if it did not tell
 */
public record Peer(String worker, String address, String status) {}
