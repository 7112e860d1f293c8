package io.partnerapi.sandbox;

import io.partnerapi.sandbox.demo.Topics;
import io.partnerapi.sandbox.kafka.BrokerSettings;
import io.partnerapi.sandbox.kafka.EmbeddedKafka;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sandbox kafka}: prints one line when it is ready, {@code kafka.bootstrap.servers=...}, and runs until it is ended. */
@Command(
        name = "kafka",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one Kafka broker on 127.0.0.1 until it is ended (Ctrl-C, SIGTERM).",
            "Prints kafka.bootstrap.servers=127.0.0.1:<port> when it is ready."
        })
final class KafkaCommand implements Callable<Integer> {
    private static final Pattern TOPIC = Pattern.compile("([A-Za-z0-9._-]{1,249}):([1-9][0-9]{0,3})");

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "9092", description = "Port; 0 picks a free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--data", description = "Folder that keeps its data (a temporary one, deleted at the end).")
    private @Nullable Path data;

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "NAME:PARTITIONS",
            description = "Topics to create unless they exist.")
    private @Nullable List<String> topics;

    @Option(names = "--cluster-id", description = "The cluster that new data is made for (a new one).")
    private @Nullable String clusterId;

    @Option(names = "--property", paramLabel = "NAME=VALUE", description = "A further broker property.")
    private @Nullable Map<String, String> properties;

    @Override
    public Integer call() throws InterruptedException {
        List<String> wanted = topics == null ? List.of() : topics;
        wanted.forEach(this::topic);
        EmbeddedKafka kafka = new EmbeddedKafka(settings());
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop-broker"));
        kafka.start();
        Set<String> existing = kafka.topics();
        wanted.stream()
                .map(this::topic)
                .filter(parts -> !existing.contains(parts.group(1)))
                .forEach(parts -> kafka.createTopic(
                        parts.group(1), Integer.parseInt(parts.group(2)), Topics.configs(parts.group(1))));
        PrintWriter out = spec.commandLine().getOut();
        out.println("kafka.bootstrap.servers=" + kafka.bootstrapServers());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private BrokerSettings settings() {
        try {
            return new BrokerSettings(port, data, clusterId, properties == null ? Map.of() : properties);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private Matcher topic(String text) {
        Matcher parts = TOPIC.matcher(text);
        if (!parts.matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--topics has " + text + "; each must be name:partitions, for example commands:12");
        }
        return parts;
    }
}
