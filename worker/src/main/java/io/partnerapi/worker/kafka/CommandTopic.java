package io.partnerapi.worker.kafka;

import java.util.Arrays;
import java.util.List;

/**
 * A topic that commands are read from.
 *
 * @param priority of its commands when permits are scarce; lower goes first
 */
public record CommandTopic(String name, int priority) {

    static final int MOST_PRIORITY = 9;

    /**
     * The topics of a list such as {@code urgent:0,normal:5}; the priority is 0 if not given.
     *
     * @throws IllegalArgumentException if a part is not {@code name} or {@code name:priority}
     */
    public static List<CommandTopic> parseAll(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(CommandTopic::parse)
                .toList();
    }

    private static CommandTopic parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new CommandTopic(text, 0)
                : new CommandTopic(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
