package io.partnerapi.worker.budget;

import java.io.Serializable;

/**
 * What a worker waits for at one priority.
 *
 * @param priority the lower goes first
 * @param permits how many
 * @param shares for how many organizations or keys, at least 1
 */
public record Want(int priority, int permits, int shares) implements Serializable {}
