package io.partnerapi.worker.config;

import io.partnerapi.worker.kafka.OwnedByWorker;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the table of all settings, in Markdown, from the list the loader reads by. */
final class SettingsReference {

    private static final String INTRODUCTION = """
            # Configuration

            A value comes from the defaults, then a file (`--config worker.properties`), then the environment; the later wins,
            and an empty value counts as not set. The file holds `key=value` lines in UTF-8. A name that is no setting is an
            error in the file and is left alone in the environment. Every problem is told at once and ends the start with exit
            code 2. Durations are ISO 8601 (`PT30S`), lists are separated by commas.

            | setting | environment | default | meaning |
            |--|--|--|--|
            """;

    private static final String KAFKA = """

            ## Kafka

            Settings of the Kafka clients are given by Kafka's own names: `kafka.<name>` for every client that knows the name
            (`kafka.bootstrap.servers`, default `localhost:9092`; `kafka.security.protocol`; `kafka.sasl.jaas.config`), and
            `kafka.consumer.<name>` or `kafka.producer.<name>` over that for one kind. In the environment this works for names
            the clients know (`KAFKA_BOOTSTRAP_SERVERS`, `KAFKA_CONSUMER_MAX_POLL_RECORDS`). Names that no client knows are
            handed on from the file, with a warning, since plugins may want them.

            `kafka.consumer.group.protocol` is `classic` or `consumer`. Under `classic` a silent worker counts as dead after
            `kafka.consumer.session.timeout.ms` (10 s here). Under `consumer` the brokers alone decide, after 45 s by default,
            and that setting is refused. Lower it on the brokers: `group.consumer.session.timeout.ms` for all groups, or
            `consumer.session.timeout.ms` of the group named by `worker.group`; neither may be below
            `group.consumer.min.session.timeout.ms`, itself 45 s by default.

            `kafka.consumer.max.poll.interval.ms` is how long the group waits for a worker whose calls must end before it hands
            partitions over: 5 min, or `partner.connect-timeout` and `partner.call-timeout` and 30 s if that is longer. Less than
            the latter is refused.

            The guarantees rest on some settings; these cannot be set:

            | Kafka setting | since |
            |--|--|
            """;

    private static final String ENVIRONMENTS = """

            ## Partner environments

            """;

    private SettingsReference() {}

    static String markdown() {
        String settings = Stream.of(Setting.values())
                .map(setting ->
                        row(code(setting.key()), code(setting.environmentName()), standard(setting), setting.meaning()))
                .collect(Collectors.joining());
        String owned = OwnedByWorker.reasons().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(reason -> row(code(reason.getKey()), reason.getValue()))
                .collect(Collectors.joining());
        return INTRODUCTION + settings + KAFKA + owned + ENVIRONMENTS + environments();
    }

    private static String environments() {
        Stream<String> head = Stream.of(
                row("setting", code(PartnerEnvironment.SANDBOX.text()), code(PartnerEnvironment.PRODUCTION.text())),
                "|--|--|--|\n");
        Stream<String> rows = PartnerEnvironment.SANDBOX.presets().keySet().stream()
                .map(setting -> row(
                        code(setting.key()),
                        code(PartnerEnvironment.SANDBOX.presets().get(setting)),
                        code(PartnerEnvironment.PRODUCTION.presets().get(setting))));
        return Stream.concat(head, rows).collect(Collectors.joining());
    }

    private static String standard(Setting setting) {
        if (setting == Setting.WORKER_ID) {
            return "generated";
        }
        if (PartnerEnvironment.SANDBOX.presets().containsKey(setting)) {
            return "by environment";
        }
        String standard = setting.standard();
        return standard == null || standard.isEmpty() ? "none" : code(standard);
    }

    private static String code(@Nullable String text) {
        return "`" + text + "`";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
