package io.partnerapi.sandbox.evidence;

/**
 * A command record that the broker has taken.
 *
 * @param planned the record
 * @param position where it lies on the command topic
 * @param nanos when it was handed to the producer, on the monotonic clock
 */
public record Sent(Planned planned, Position position, long nanos) {}
