package io.partnerapi.worker.config;

/**
 * A topic that commands are read from.
 *
 * @param priority of its commands when permits are scarce; lower goes first
 */
public record CommandTopic(String name, int priority) {

    static final int MOST_PRIORITY = 9;
}
