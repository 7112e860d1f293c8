package io.partnerapi.worker.kafka;

import io.partnerapi.worker.check.Checks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The topics a worker reads and writes.
 *
 * @param commands where commands come from; at least one
 * @param results where results go
 * @param deadLetters where records go in which no command can be read
 * @param quota where telemetry goes
 * @param state the workers' own compacted topic
 * @param replyAllowed topics a command may name for its reply
 * @param create whether missing topics are created at the start
 */
public record TopicSettings(
        List<CommandTopic> commands,
        String results,
        String deadLetters,
        String quota,
        String state,
        Set<String> replyAllowed,
        boolean create) {

    private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

    public TopicSettings {
        commands = List.copyOf(commands);
        replyAllowed = Set.copyOf(replyAllowed);
        Checks checks = new Checks()
                .present(!commands.isEmpty(), "topics.commands", "Name at least one topic to read commands from");
        Set<String> taken = new HashSet<>();
        for (CommandTopic topic : commands) {
            legal(checks, "topics.commands", topic.name(), taken.add(topic.name()));
            checks.require(
                    0 <= topic.priority() && topic.priority() <= CommandTopic.MOST_PRIORITY,
                    "topics.commands",
                    topic.name() + ":" + topic.priority(),
                    "must have a priority from 0 to " + CommandTopic.MOST_PRIORITY,
                    "Use 0 for what goes first");
        }
        legal(checks, "topics.dead-letters", deadLetters, taken.add(deadLetters));
        legal(checks, "topics.quota", quota, taken.add(quota));
        legal(checks, "topics.state", state, taken.add(state));
        for (String reply : replyAllowed.stream().sorted().toList()) {
            legal(checks, "topics.reply-allowed", reply, !taken.contains(reply));
        }
        legal(checks, "topics.results", results, taken.add(results));
        checks.orThrow();
    }

    /** The priorities of the topics that commands come from. */
    public SortedSet<Integer> priorities() {
        return commands.stream().map(CommandTopic::priority).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every topic with the setting that names it. */
    public Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>();
        commands.forEach(topic -> keys.put(topic.name(), "topics.commands"));
        replyAllowed.forEach(topic -> keys.put(topic, "topics.reply-allowed"));
        keys.put(results, "topics.results");
        keys.put(deadLetters, "topics.dead-letters");
        keys.put(quota, "topics.quota");
        keys.put(state, "topics.state");
        return keys;
    }

    private static void legal(Checks checks, String key, String topic, boolean free) {
        checks.require(
                        LEGAL.matcher(topic).matches(),
                        key,
                        topic,
                        "must be a legal topic name",
                        "Use 1 to 249 letters, digits, '.', '_' or '-'")
                .require(
                        free,
                        key,
                        topic,
                        "must differ from the other topics",
                        "Give each purpose a topic of its own: the worker would read what it writes");
    }
}
